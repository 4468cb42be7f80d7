// Binary messages: a header of 16 bytes, little-endian, then sound, motion or film.

export const SOUND = 1;
export const MOTION = 2;
export const FILM = 3;
const HEADER = 16;

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

/** "p12" -> 12 */
export function speechNumber(id: string): number {
  return Number(/\d+$/.exec(id)?.[0] ?? 0);
}
