// One clock for sound and face. While sound is heard it is the sound card's; without sound, the page's.

/** of what the browser says of its latency, which trembles, per picture */
const SMOOTHING = 0.05;

/** Seconds that never go back, whether or not the browser lets us be heard. */
export class Clock {
  private base = 0;
  private mark = performance.now() / 1000;
  private isAudible = false;
  private smooth = -1;

  constructor(private readonly context: AudioContext | null) {
    this.change();
  }

  /** Whether sound that is scheduled now is heard. */
  get isRunning(): boolean {
    return this.isAudible;
  }

  /** The time of what is being handed to the sound card. */
  now(): number {
    return this.base + (this.raw() - this.mark);
  }

  /** The time of what is being heard: behind `now` by the way to the loudspeaker. */
  heard(): number {
    return this.now() - this.latency();
  }

  /** Time of the sound card for a time of this clock, on a whole sample. */
  toContext(time: number): number {
    const rate = this.context?.sampleRate ?? 48000;
    return Math.round((time - this.base + this.mark) * rate) / rate;
  }

  /** What is heard by the sound card's own report, on this clock; null: it does not say. A check of `heard`. */
  reported(): number | null {
    if (!this.isAudible || !this.context?.getOutputTimestamp) return null;
    const { contextTime, performanceTime } = this.context.getOutputTimestamp();
    if (!contextTime || !performanceTime) return null;
    return this.base + contextTime + (performance.now() - performanceTime) / 1000 - this.mark;
  }

  /** Go over to the other clock, without a jump, when sound has begun or ended. */
  change(): void {
    const time = this.now();
    this.isAudible = this.context?.state === "running";
    this.base = time;
    this.mark = this.raw();
  }

  private latency(): number {
    if (!this.isAudible || !this.context) return 0;
    const said = Math.min(this.context.outputLatency || this.context.baseLatency || 0, 0.5);
    this.smooth = this.smooth < 0 ? said : this.smooth + SMOOTHING * (said - this.smooth);
    return this.smooth;
  }

  private raw(): number {
    return this.isAudible && this.context ? this.context.currentTime : performance.now() / 1000;
  }
}
