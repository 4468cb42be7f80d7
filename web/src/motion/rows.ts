/** Rows of motion as they travel, and what lies between two of them. */

import { COLUMNS, column } from "./names";

/** A stretch of motion. */
export interface Rows {
  readonly count: number;
  /** rows per second */
  readonly fps: number;
  /** (count * 62,) */
  readonly values: Float32Array;
}

const HEAD_BYTES = 8;
/** The numbers are whole; so many of them are 1. */
const ONE = 16384;
/** Of a row's time before and after it, for which a closure is held: a display at 32 Hz or more shows each in full. */
const HOLD = 0.4;
const JAW_OPEN = column("jawOpen");
const MOUTH_CLOSE = column("mouthClose");

/** Read a payload: u16 rows, u16 columns, f32 rows per second, then int16 row by row; little-endian. */
export function readRows(payload: ArrayBuffer, offset = 0): Rows {
  const view = new DataView(payload, offset);
  const [count, columns] = [view.getUint16(0, true), view.getUint16(2, true)];
  const needed = HEAD_BYTES + 2 * count * columns;
  if (columns !== COLUMNS || view.byteLength < needed) {
    throw new Error(`Motion of ${columns} columns in ${view.byteLength} bytes can't be read; ${COLUMNS} are known.`);
  }
  const values = new Float32Array(count * columns);
  for (let k = 0; k < values.length; k++) values[k] = view.getInt16(HEAD_BYTES + 2 * k, true) / ONE;
  return { count, fps: view.getFloat32(4, true), values };
}

/** Write into `out` what lies `share` of the way from one row to another. No closure of the lips is passed over. */
export function between(one: Float32Array, other: Float32Array, share: number, out: Float32Array): void {
  const held = isSealed(one) ? HOLD : 0;
  const ahead = isSealed(other) ? HOLD : 0;
  // Between two closures lips press on as they would.
  const mouth = held && ahead ? share : Math.min(1, Math.max(0, share - held) / (1 - held - ahead));
  for (let k = 0; k < COLUMNS; k++) {
    out[k] = one[k]! + (other[k]! - one[k]!) * (isMouth(k) ? mouth : share);
  }
}

function isSealed(row: Float32Array): boolean {
  return row[MOUTH_CLOSE]! >= row[JAW_OPEN]!;
}

const MOUTH = [column("jawForward"), column("mouthUpperUpRight")] as const;
const ALSO = new Set(["cheekPuff", "tongueOut", "tongueTip"].map(column));

/** Tell whether a column belongs to jaw, lips, cheeks or tongue: what speaks. */
export function isMouth(index: number): boolean {
  return (index >= MOUTH[0] && index <= MOUTH[1]) || ALSO.has(index);
}
