// Motion of one speech, piece after piece, read at any moment.

import type { Rows } from "../protocol/media.js";
import { COLUMNS } from "./columns.js";

interface Piece extends Rows {
  /** s, in the speech's time */
  start: number;
}

/** Blend two rows into `out`. */
function blend(values: Float32Array, first: number, second: number, share: number, out: Float32Array): void {
  for (let column = 0; column < COLUMNS; column++) {
    const from = values[first * COLUMNS + column] ?? 0;
    const to = values[second * COLUMNS + column] ?? 0;
    out[column] = from + share * (to - from);
  }
}

export class Track {
  private readonly pieces: Piece[] = [];

  add(start: number, rows: Rows): void {
    if (rows.columns !== COLUMNS || rows.rows === 0) return;
    this.pieces.push({ start, ...rows });
    this.pieces.sort((one, other) => one.start - other.start);
  }

  /** How long the piece is that begins there, s; 0: none does. */
  lengthAt(start: number): number {
    const piece = this.pieces.find((each) => Math.abs(each.start - start) < 0.002);
    return piece ? piece.rows / piece.fps : 0;
  }

  /** Read the row at a moment, s; before the beginning the first one, after the end the last one. */
  read(position: number, out: Float32Array): void {
    let index = this.pieces.length - 1;
    while (index > 0 && (this.pieces[index]?.start ?? 0) > position) index--;
    const piece = this.pieces[index];
    if (!piece) return;
    const place = Math.max(0, (position - piece.start) * piece.fps);
    const row = Math.min(Math.floor(place), piece.rows - 1);
    if (row < piece.rows - 1) {
      blend(piece.values, row, row + 1, place - row, out);
      return;
    }
    this.across(piece, this.pieces[index + 1], place - row, out);
  }

  /** From a piece's last row to the first of the next, if that has come. */
  private across(piece: Piece, next: Piece | undefined, share: number, out: Float32Array): void {
    const offset = (piece.rows - 1) * COLUMNS;
    const towards = next ? Math.min(1, share) : 0;
    for (let column = 0; column < COLUMNS; column++) {
      const from = piece.values[offset + column] ?? 0;
      const to = next?.values[column] ?? from;
      out[column] = from + towards * (to - from);
    }
  }
}

/** A minute of idling that begins again without a jump. */
export class Loop {
  constructor(private readonly motion: Rows) {}

  read(time: number, out: Float32Array): void {
    const { rows, fps, values, columns } = this.motion;
    if (rows === 0 || columns !== COLUMNS) return;
    const place = (((time * fps) % rows) + rows) % rows;
    const row = Math.floor(place);
    blend(values, row % rows, (row + 1) % rows, place - row, out);
  }
}
