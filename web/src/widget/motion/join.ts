// From one motion to another without a jump: what is missing to the last picture fades away.

import { COLUMNS, HEAD } from "../../motion/names";
import { isMouth } from "../../motion/rows";

/** in which everything else has gone over, s */
const BODY = 0.25;
/** in which the mouth has, s: closed within 100 ms when speech is stopped, and no first sound is swallowed */
const MOUTH = 0.05;
/** between two pictures at most, s, of which the first is the last one of before: from there it goes over */
const PICTURE = 0.04;

/** 1 at 0, 0 from `length` on, level at both ends. */
function fading(time: number, length: number): number {
  const share = Math.min(1, Math.max(0, time / length));
  return 1 - share * share * (3 - 2 * share);
}

export class Join {
  private readonly missing = new Float32Array(COLUMNS);
  private readonly last = new Float32Array(COLUMNS);
  private begun = -1;
  private seen = 0;
  private source: unknown = null;

  /** Bring a row of `source` near to what was drawn last. Changes it in place. */
  smooth(row: Float32Array, source: unknown, time: number): void {
    if (source !== this.source) {
      if (this.source !== null) this.begin(row, time);
      this.source = source;
    }
    const past = time - this.begun;
    if (this.begun >= 0 && past < BODY) this.add(row, past);
    this.last.set(row);
    this.seen = time;
  }

  private begin(row: Float32Array, time: number): void {
    for (let column = 0; column < COLUMNS; column++) this.missing[column] = (this.last[column] ?? 0) - (row[column] ?? 0);
    this.begun = Math.max(this.seen, time - PICTURE);
  }

  private add(row: Float32Array, past: number): void {
    const body = fading(past, BODY);
    const mouth = fading(past, MOUTH);
    for (let column = 0; column < COLUMNS; column++) {
      const value = (row[column] ?? 0) + (this.missing[column] ?? 0) * (isMouth(column) ? mouth : body);
      row[column] = column < HEAD ? Math.min(1, Math.max(0, value)) : value;
    }
  }
}
