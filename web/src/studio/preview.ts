import * as api from "./api";
import type { Word } from "./tape";

/** A stretch of a preview that is played without a gap after the one before. */
export interface Piece {
  /** s, in the preview's time */
  start: number;
  sound: AudioBuffer;
  /** one row of motion per frame; null where the photo stays on the server */
  rows: Motion | null;
}

export interface Motion {
  fps: number;
  columns: number;
  values: Int16Array;
}

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

  constructor(private readonly audio: AudioContext) {}

  /** Fetch it; `came` is told after each piece. */
  async fetch(asked: object, signal: AbortSignal, came: () => void): Promise<void> {
    let motion: Motion | null = null;
    for await (const message of api.preview(asked, signal)) {
      if (typeof message === "string") {
        this.take(JSON.parse(message) as Event);
        continue;
      }
      const view = new DataView(message);
      const kind = view.getUint8(0);
      if (kind === 2) motion = readMotion(message, view);
      if (kind !== 1) continue;
      const sound = await this.audio.decodeAudioData(message.slice(16));
      if (signal.aborted) return;
      this.pieces.push({ start: view.getUint32(12, true) / 1000, sound, rows: motion });
      this.seconds = view.getUint32(12, true) / 1000 + sound.duration;
      motion = null;
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

  /** Give the row of motion at a moment, between two frames in proportion; null where there is none. */
  rowAt(seconds: number, into: Float32Array): boolean {
    let piece: Piece | undefined;
    for (const each of this.pieces) if (each.start <= seconds) piece = each;
    if (!piece?.rows) return false;
    between(piece.rows, seconds - piece.start, into);
    return true;
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

/** Read a message of motion: rows, columns, frames per second, then the values. */
export function readMotion(message: ArrayBuffer, view: DataView, at = 16): Motion {
  const [rows, columns, fps] = [view.getUint16(at, true), view.getUint16(at + 2, true), view.getFloat32(at + 4, true)];
  return { fps, columns, values: new Int16Array(message.slice(at + 8, at + 8 + rows * columns * 2)) };
}

/** Write the row at a moment. */
export function between({ fps, columns, values }: Motion, seconds: number, into: Float32Array): void {
  const last = values.length / columns - 1;
  const at = Math.max(0, Math.min(last, seconds * fps));
  const first = Math.floor(at);
  const share = at - first;
  const next = Math.min(last, first + 1);
  for (let column = 0; column < columns; column++) {
    const a = values[first * columns + column] ?? 0;
    into[column] = (a + ((values[next * columns + column] ?? 0) - a) * share) / 16384;
  }
}
