// How near to the newest picture a film can be shown: as near as pictures have come in time lately.

/** film that is kept ahead of the picture at least, s: it comes in steps of 80 ms, its sound is taken 80 ms early, and
 * with 0.1 s left Chromium stands still */
const LEAST = 0.14;
/** the same at most, s, where a net is bad */
const MOST = 0.5;
/** what is added where the film had to stop for want of pictures, s, and taken away again each second: so slowly that
 * a page where pictures come late now and then does not try again within a conversation */
const CAUTION = 0.08;
const RELIEF = 0.0004;
/** over which the film that was ahead is watched, ms */
const WINDOW = 1000;

export class Margin {
  /** film that should be ahead at any moment, s */
  wanted = LEAST;
  private least = Infinity;
  private before = Infinity;
  private since = 0;

  /** Take how much film is ahead, s, at a time, ms. */
  see(ahead: number, time: number): void {
    if (time - this.since > WINDOW) {
      this.before = this.least;
      this.least = Infinity;
      this.since = time;
      this.wanted = Math.max(LEAST, this.wanted - RELIEF);
    }
    this.least = Math.min(this.least, ahead);
  }

  /** The film had to stop. */
  stopped(): void {
    this.wanted = Math.min(MOST, this.wanted + CAUTION);
  }

  /** What was always ahead lately and need not be, s; negative: what should have been and was not; 0: nothing is known. */
  get spare(): number {
    const least = Math.min(this.least, this.before);
    return Number.isFinite(least) ? least - this.wanted : 0;
  }
}
