// One speech as it is heard: its pieces, each with its place on the clock.

import { Track } from "../motion/track.js";
import type { Voice } from "../sound/loudspeaker.js";

/** pieces that begin within this of the last one's end join it to the sample, s: the header counts whole ms */
const JOINT = 0.003;

interface Piece {
  /** in the speech's time, s */
  start: number;
  end: number;
  /** on the clock, s */
  at: number;
}

export class Speech {
  readonly track = new Track();
  readonly pieces: Piece[] = [];
  /** its last sound has come */
  isWhole = false;
  /** the page has been told that it is being heard */
  isTold = false;
  /** the page has been told that its lips move */
  isSeen = false;
  /** pieces that came later than they were to be heard */
  late = 0;
  /** when the server's news of it came, ms of the page */
  readonly came = performance.now();

  constructor(
    readonly id: string,
    readonly number: number,
    readonly source: string | null,
    readonly voice: Voice,
  ) {}

  /** Give the next piece its place: right behind the last one, or now if that is over. */
  place(start: number, length: number, earliest: number): Piece {
    const last = this.pieces[this.pieces.length - 1];
    const from = last && Math.abs(start - last.end) < JOINT ? last.end : start;
    const due = last ? last.at + (from - last.start) : earliest;
    const piece = { start: from, end: from + length, at: Math.max(due, earliest) };
    if (piece.at > due) this.late++;
    this.pieces.push(piece);
    return piece;
  }

  /** When it begins on the clock; null: no sound has come. */
  get begins(): number | null {
    return this.pieces[0]?.at ?? null;
  }

  /** When what has come of it is over, on the clock. */
  get ends(): number {
    const last = this.pieces[this.pieces.length - 1];
    return last ? last.at + (last.end - last.start) : 0;
  }

  /** Its own time at a time of the clock, s: it waits where a piece has come too late. */
  position(time: number): number {
    let found = this.pieces[0];
    if (!found) return 0;
    for (const piece of this.pieces) if (piece.at <= time) found = piece;
    return Math.max(0, Math.min(found.end, found.start + (time - found.at)));
  }

  /** Whether it waits for a piece that has not come, since longer than `patience`, s. */
  isStalled(time: number, patience: number): boolean {
    return !this.isWhole && this.pieces.length > 0 && time > this.ends + patience;
  }
}
