// How far the picture is from the sound, by the sound card's own report.

/** Distances, ms, picture ahead of sound +; measured at every picture of a speech. */
export class Skew {
  count = 0;
  mean = 0;
  worst = 0;
  last = 0;

  /** Take one distance, s. */
  add(distance: number): void {
    this.last = distance * 1000;
    this.count += 1;
    this.mean += (this.last - this.mean) / this.count;
    if (Math.abs(this.last) > Math.abs(this.worst)) this.worst = this.last;
  }
}
