// Motion of one speech, piece after piece, read at any moment.

import { COLUMNS } from "../../motion/names";
import { between, type Rows } from "../../motion/rows";

interface Piece extends Rows {
  /** s, in the speech's time */
  readonly start: number;
}

function rowOf(rows: Rows, index: number): Float32Array {
  return rows.values.subarray(index * COLUMNS, (index + 1) * COLUMNS);
}

export class Track {
  private readonly pieces: Piece[] = [];

  add(start: number, rows: Rows): void {
    if (rows.count === 0) return;
    this.pieces.push({ start, ...rows });
    this.pieces.sort((one, other) => one.start - other.start);
  }

  /** How long the piece is that begins there, s; 0: none does. */
  lengthAt(start: number): number {
    const piece = this.pieces.find((each) => Math.abs(each.start - start) < 0.002);
    return piece ? piece.count / piece.fps : 0;
  }

  /** Read the row at a moment, s; before the beginning the first one, after the end the last one. */
  read(position: number, out: Float32Array): void {
    let index = this.pieces.length - 1;
    while (index > 0 && (this.pieces[index]?.start ?? 0) > position) index--;
    const piece = this.pieces[index];
    if (!piece) return;
    const next = this.pieces[index + 1];
    const place = Math.max(0, (position - piece.start) * piece.fps);
    const row = Math.min(Math.floor(place), piece.count - 1);
    // From a piece's last row it goes on to the first of the next, if that has come.
    const other = row + 1 < piece.count ? rowOf(piece, row + 1) : rowOf(next ?? piece, next ? 0 : row);
    between(rowOf(piece, row), other, Math.min(1, place - row), out);
  }
}

/** A minute of idling that begins again without a jump. */
export class Loop {
  constructor(private readonly motion: Rows) {}

  read(time: number, out: Float32Array): void {
    const { count, fps } = this.motion;
    if (count === 0) return;
    const place = (((time * fps) % count) + count) % count;
    const row = Math.floor(place);
    between(rowOf(this.motion, row % count), rowOf(this.motion, (row + 1) % count), place - row, out);
  }
}
