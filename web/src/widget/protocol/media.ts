// Binary messages: a header of 16 bytes, little-endian, then sound, motion or film.

export const SOUND = 1;
export const MOTION = 2;
export const FILM = 3;
const HEADER = 16;
const UNIT = 16384;

export interface Media {
  kind: number;
  isLast: boolean;
  seq: number;
  /** "p12" -> 12 */
  speech: number;
  /** in the speech's own time, s */
  start: number;
  body: ArrayBuffer;
}

/** Rows of motion at a steady rate. */
export interface Rows {
  rows: number;
  columns: number;
  /** rows a second */
  fps: number;
  /** rows x columns, one row after the other */
  values: Float32Array;
}

/** Read a binary message; null: of a version that this page does not know. */
export function readMedia(data: ArrayBuffer): Media | null {
  if (data.byteLength < HEADER) return null;
  const view = new DataView(data);
  if (view.getUint8(1) !== 1) return null;
  return {
    kind: view.getUint8(0),
    isLast: (view.getUint16(2, true) & 1) === 1,
    seq: view.getUint32(4, true),
    speech: view.getUint32(8, true),
    start: view.getUint32(12, true) / 1000,
    body: data.slice(HEADER),
  };
}

/** Read motion: u16 rows, u16 columns, f32 rows a second, then int16 of 1/16384. */
export function readRows(data: ArrayBuffer): Rows {
  const view = new DataView(data);
  const rows = view.getUint16(0, true);
  const columns = view.getUint16(2, true);
  const fps = view.getFloat32(4, true);
  const values = new Float32Array(rows * columns);
  for (let index = 0; index < values.length; index++) values[index] = view.getInt16(8 + 2 * index, true) / UNIT;
  return { rows, columns, fps, values };
}

/** "p12" -> 12 */
export function speechNumber(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}
