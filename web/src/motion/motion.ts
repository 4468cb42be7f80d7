/** What a face does at any moment: idling, speaking, and on from one to the other without a jump. */

import { COLUMNS, WEIGHTS } from "./names";
import { between, isMouth, readRows, type Rows } from "./rows";

/** s, in which head, eyes and breath have gone over to another motion, and in which the mouth has. */
const BODY_GOES = 0.25;
const MOUTH_GOES = 0.08;

interface Piece extends Rows {
  /** s of the speech */
  readonly start: number;
}

/** The motion of one face. Times are s of any clock that only goes forward. */
export class Motion {
  private idle: Rows | null = null;
  private pieces: Piece[] = [];
  private readonly drawn = new Float32Array(COLUMNS);
  private readonly missing = new Float32Array(COLUMNS);
  private joined = -Infinity;
  private source: unknown = null;

  /** Idle with these rows from now on: a payload of about a minute that goes round. */
  idleWith(payload: ArrayBuffer): void {
    this.idle = readRows(payload);
  }

  /** Begin another speech: what was said before is forgotten. */
  begin(): void {
    this.pieces = [];
  }

  /** Add a payload that begins `start` s into the speech. They may come in any order. */
  add(payload: ArrayBuffer, start: number, offset = 0): void {
    const at = this.pieces.findIndex((piece) => piece.start > start);
    this.pieces.splice(at < 0 ? this.pieces.length : at, 0, { start, ...readRows(payload, offset) });
  }

  /** Stop speaking: from now on `read` is idle, with its mouth closed within 100 ms. */
  interrupt(): void {
    this.begin();
  }

  /** s of the speech for which motion is here. */
  get length(): number {
    return this.pieces.reduce((most, piece) => Math.max(most, piece.start + piece.count / piece.fps), 0);
  }

  /** Write the row of this moment: at `position` s of the speech, or idle where that is null or not here yet. */
  read(now: number, position: number | null, out: Float32Array): void {
    const pieces = position === null || position >= this.length ? null : this.pieces;
    if (pieces) this.spoken(position!, out);
    else if (this.idle) idled(this.idle, now, out);
    else out.fill(0);
    this.join(now, pieces, out);
  }

  private spoken(position: number, out: Float32Array): void {
    const later = this.pieces.findIndex((piece) => piece.start > position);
    const index = Math.max(0, (later < 0 ? this.pieces.length : later) - 1);
    const piece = this.pieces[index]!;
    const place = Math.max(0, (position - piece.start) * piece.fps);
    const row = Math.min(Math.floor(place), piece.count - 1);
    const next = this.pieces[index + 1];
    // From a piece's last row it goes on to the first of the next, if that is here.
    const other = row + 1 < piece.count ? rowOf(piece, row + 1) : next ? rowOf(next, 0) : rowOf(piece, row);
    between(rowOf(piece, row), other, Math.min(1, place - row), out);
  }

  /** Let what is missing to the last picture fade, whenever what moves the face has changed. */
  private join(now: number, source: unknown, out: Float32Array): void {
    if (source !== this.source) {
      this.source = source;
      this.joined = now;
      for (let k = 0; k < COLUMNS; k++) this.missing[k] = this.drawn[k]! - out[k]!;
    }
    const [body, mouth] = [fading((now - this.joined) / BODY_GOES), fading((now - this.joined) / MOUTH_GOES)];
    for (let k = 0; k < COLUMNS; k++) {
      const value = out[k]! + this.missing[k]! * (isMouth(k) ? mouth : body);
      out[k] = k <= WEIGHTS ? Math.min(1, Math.max(0, value)) : value;
    }
    this.drawn.set(out);
  }
}

function idled(idle: Rows, now: number, out: Float32Array): void {
  const place = (((now * idle.fps) % idle.count) + idle.count) % idle.count;
  const row = Math.floor(place);
  between(rowOf(idle, row), rowOf(idle, (row + 1) % idle.count), place - row, out);
}

function rowOf(rows: Rows, index: number): Float32Array {
  return rows.values.subarray(index * COLUMNS, (index + 1) * COLUMNS);
}

/** 1 at 0 and before, 0 from 1 on, level at both ends. */
function fading(time: number): number {
  const share = Math.min(1, Math.max(0, time));
  return 1 - share * share * (3 - 2 * share);
}
