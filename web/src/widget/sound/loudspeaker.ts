// Where sound leaves the page. What a browser does not let be heard goes on silently, on the same clock.

import { Clock } from "./clock.js";

const RATE = 48000;
/** in which a stopped sound falls silent, s: short, but no click */
const HUSH = 0.015;

/** One piece of sound with its place on the clock. */
interface Placed {
  buffer: AudioBuffer;
  at: number;
  /** s of it that are played */
  length: number;
  source: AudioBufferSourceNode | null;
}

/** Sounds that are stopped together. */
export class Voice {
  private readonly gain: GainNode | null;
  private placed: Placed[] = [];

  constructor(
    private readonly context: AudioContext | null,
    private readonly clock: Clock,
    out: AudioNode | null,
  ) {
    this.gain = context?.createGain() ?? null;
    if (this.gain && out) this.gain.connect(out);
  }

  /** Play a sound from a time of the clock on, to the sample. */
  play(buffer: AudioBuffer, at: number, length: number): void {
    const piece: Placed = { buffer, at, length, source: null };
    this.placed = this.placed.filter((each) => each.at + each.length > this.clock.now() - 1);
    this.placed.push(piece);
    this.start(piece);
  }

  /** Begin what is still to be heard anew: the clock has changed over. */
  again(): void {
    for (const piece of this.placed) this.start(piece);
  }

  /** Fall silent, at once, for good. */
  hush(): void {
    if (this.gain && this.context && this.clock.isRunning) {
      const now = this.context.currentTime;
      this.gain.gain.setValueAtTime(1, now);
      this.gain.gain.linearRampToValueAtTime(0, now + HUSH);
      for (const { source } of this.placed) source?.stop(now + HUSH);
    }
    this.placed = [];
  }

  private start(piece: Placed): void {
    piece.source?.stop();
    piece.source = null;
    if (!this.context || !this.gain || !this.clock.isRunning) return;
    const late = Math.max(0, this.clock.now() - piece.at);
    if (late >= piece.length) return;
    const source = this.context.createBufferSource();
    source.buffer = piece.buffer;
    source.connect(this.gain);
    source.start(this.clock.toContext(piece.at + late), late, piece.length - late);
    piece.source = source;
  }
}

interface AudioSession {
  type: string;
}

export class Loudspeaker {
  readonly context: AudioContext | null;
  readonly clock: Clock;
  private readonly master: GainNode | null;
  private readonly voices = new Set<Voice>();
  private isMuted = false;

  constructor(private readonly changed: () => void) {
    this.context = typeof AudioContext === "undefined" ? null : new AudioContext({ sampleRate: RATE, latencyHint: "interactive" });
    this.clock = new Clock(this.context);
    this.master = this.context?.createGain() ?? null;
    if (this.context && this.master) this.master.connect(this.context.destination);
    this.context?.addEventListener("statechange", this.change);
    // An iPhone's silent switch silences pages that do not say that they play something.
    const session = (navigator as { audioSession?: AudioSession }).audioSession;
    if (session) session.type = "playback";
  }

  /** Whether the browser holds sound back until the visitor has touched the page. */
  get isBlocked(): boolean {
    return this.context !== null && this.context.state !== "running";
  }

  /** Ask to be heard: from within a click or a key. */
  async unlock(): Promise<void> {
    if (this.isBlocked) await this.context?.resume().catch(() => undefined);
  }

  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    if (this.master && this.context) this.master.gain.setTargetAtTime(isMuted ? 0 : 1, this.context.currentTime, 0.005);
  }

  get muted(): boolean {
    return this.isMuted;
  }

  voice(): Voice {
    const voice = new Voice(this.context, this.clock, this.master);
    this.voices.add(voice);
    return voice;
  }

  /** Forget a voice that has ended. */
  release(voice: Voice): void {
    this.voices.delete(voice);
  }

  dispose(): void {
    this.context?.removeEventListener("statechange", this.change);
    void this.context?.close().catch(() => undefined);
  }

  private readonly change = (): void => {
    this.clock.change();
    for (const voice of this.voices) voice.again();
    this.changed();
  };
}
