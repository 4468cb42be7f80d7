import { Motion } from "../motion/motion";
import * as api from "./api";
import type { Word } from "./tape";

/** A stretch of a preview that is played without a gap after the one before. */
export interface Piece {
  /** s, in the preview's time */
  start: number;
  sound: AudioBuffer;
}

/** bytes before what a message carries */
const HEADER = 16;
const SOUND = 1;
const MOTION = 2;

/** What is told in words while a preview is made. */
interface Event {
  type: "caption" | "end" | "error";
  words?: { text: string; start_ms: number; end_ms: number }[];
  seconds?: number;
  is_whole?: boolean;
  code?: string;
  detail?: string;
}

/** The first sentences of a text, as they arrive. */
export class Preview {
  readonly pieces: Piece[] = [];
  readonly words: Word[] = [];
  /** s of what has come so far */
  seconds = 0;
  /** whether all of the text is in it */
  isWhole = true;
  isComplete = false;

  constructor(
    private readonly audio: AudioContext,
    private readonly motion: Motion,
  ) {
    motion.begin();
  }

  /** Fetch it; `came` is told after each piece. */
  async fetch(asked: object, signal: AbortSignal, came: () => void): Promise<void> {
    for await (const message of api.preview(asked, signal)) {
      if (typeof message === "string") {
        this.take(JSON.parse(message) as Event);
        continue;
      }
      const view = new DataView(message);
      const [kind, start] = [view.getUint8(0), view.getUint32(12, true) / 1000];
      if (kind === MOTION && !signal.aborted) this.motion.add(message, start, HEADER);
      if (kind !== SOUND) continue;
      const sound = await this.audio.decodeAudioData(message.slice(HEADER));
      if (signal.aborted) return;
      this.pieces.push({ start, sound });
      this.seconds = start + sound.duration;
      came();
    }
    this.isComplete = true;
    came();
  }

  private take(event: Event): void {
    if (event.type === "error") throw new api.Told(event.detail ?? "", 0, event.code ?? "");
    if (event.type === "end") this.isWhole = event.is_whole ?? true;
    for (const each of event.words ?? []) this.words.push({ text: each.text, start: each.start_ms / 1000, end: each.end_ms / 1000 });
  }

  /** Give how loud it is, 0-1, in steps of 20 ms. */
  loudness(): Float32Array {
    const loud = new Float32Array(Math.max(1, Math.ceil(this.seconds * 50)));
    for (const { start, sound } of this.pieces) {
      const samples = sound.getChannelData(0);
      const step = sound.sampleRate / 50;
      for (let place = 0; place * step < samples.length; place++) {
        let sum = 0;
        const end = Math.min(samples.length, Math.floor((place + 1) * step));
        for (let at = Math.floor(place * step); at < end; at += 4) sum += (samples[at] ?? 0) ** 2;
        loud[Math.round(start * 50) + place] = Math.min(1, Math.sqrt(sum / (step / 4)) * 4);
      }
    }
    return loud;
  }
}
