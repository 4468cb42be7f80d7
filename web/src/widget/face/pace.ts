// How often a picture is drawn: as often as the display shows one, but no more than is worth its power.

/** idling, or where pictures are slow, s: every other refresh of most displays */
const LEISURE = 0.03;
/** of the display, beyond which pictures are slow, s */
const SLOW = 0.024;
/** while an answer is awaited and pictures are slow, s: whoever makes it may do so on this very machine */
const CALM = 0.16;
/** while what is said next is only just made in time, s, for the same reason */
const SPARING = 0.06;
/** for an answer, s: then one is not expected any more */
const PATIENCE = 5;
/** of the mean that the newest interval makes up */
const SHARE = 0.1;

export class Pace {
  /** between pictures, s: what is drawn is seen about so much later */
  interval = 1 / 60;
  private refresh = 1 / 60;
  private lastStamp = 0;
  private lastDrawn = 0;
  private awaitedUntil = 0;

  /** An answer was asked for at `stamp` ms. */
  expect(stamp: number): void {
    this.awaitedUntil = stamp / 1000 + PATIENCE;
  }

  /** It is here, or is not wanted any more. */
  settle(): void {
    this.awaitedUntil = 0;
  }

  /** Tell whether to draw at this refresh, at `stamp` ms; the last pictures took `took` ms each. */
  isDue(stamp: number, isBusy: boolean, isScarce: boolean, took: number): boolean {
    const now = stamp / 1000;
    const passed = Math.min(now - this.lastStamp, 0.1);
    this.lastStamp = now;
    this.refresh += SHARE * (passed - this.refresh);
    if (now - this.lastDrawn < this.least(now, isBusy, isScarce, took / 1000 > SLOW)) return false;
    const since = Math.min(now - this.lastDrawn, 0.05);
    this.interval += SHARE * (since - this.interval);
    this.lastDrawn = now;
    return true;
  }

  /** Give the s between two pictures that are worth their power. */
  private least(now: number, isBusy: boolean, isScarce: boolean, isSlow: boolean): number {
    if (isSlow && !isBusy && now < this.awaitedUntil) return CALM;
    if (isSlow && isScarce) return SPARING;
    return isBusy && this.refresh < SLOW ? 0 : LEISURE;
  }
}
