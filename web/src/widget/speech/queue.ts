// Speeches one after the other, as they are heard in this page.

import { readRows } from "../../motion/rows";
import { MOTION, SOUND, speechNumber, type Media } from "../protocol/media.js";
import { decode } from "../sound/decode.js";
import type { Loudspeaker } from "../sound/loudspeaker.js";
import { Speech } from "./speech.js";

/** between a sound's arrival and its beginning, s: what scheduling needs */
const LEAD = 0.02;

/** s of speech in hand, below which more of it is needed soon */
const SOON = 0.7;

export interface Ended {
  id: string;
  /** heard up to here, s */
  position: number;
  isInterrupted: boolean;
  /** pieces that came too late */
  late: number;
}

export class Queue {
  private speeches: Speech[] = [];
  private readonly dead = new Set<number>();
  private chain: Promise<void> = Promise.resolve();

  constructor(
    private readonly out: Loudspeaker,
    private readonly undecodable: () => void,
  ) {}

  start(id: string, source: string | null): void {
    const number = speechNumber(id);
    if (this.dead.has(number) || this.find(number)) return;
    this.speeches.push(new Speech(id, number, source, this.out.voice()));
  }

  media(media: Media): void {
    const speech = this.find(media.speech);
    if (!speech) return;
    if (media.kind === MOTION) speech.track.add(media.start, readRows(media.body));
    if (media.kind === SOUND) this.chain = this.chain.then(() => this.sound(speech, media));
  }

  /** The speech that is heard at a time of the clock; null: none is. */
  current(time: number): Speech | null {
    const first = this.speeches[0];
    return first && first.begins !== null && first.begins <= time ? first : null;
  }

  /** Whether something is said or about to be. */
  get isBusy(): boolean {
    return this.speeches.length > 0;
  }

  /** Whether what is said next has not come yet, and is needed soon. */
  isScarce(time: number): boolean {
    const first = this.speeches[0];
    return first !== undefined && !first.isWhole && first.ends - time < SOON;
  }

  /** Take away the first speech if it is over; null: it is not. */
  over(time: number): Ended | null {
    const first = this.speeches[0];
    if (!first?.isWhole || !first.pieces.length || time < first.ends) return null;
    this.drop(first);
    return { id: first.id, position: first.position(time), isInterrupted: false, late: first.late };
  }

  /** The server has nothing more of it: what has come is all. */
  complete(id: string): void {
    const number = speechNumber(id);
    void this.chain.then(() => {
      const speech = this.find(number);
      if (!speech) return;
      speech.isWhole = true;
      if (!speech.pieces.length) this.drop(speech);
    });
  }

  /** Stop one speech, or all, at once. Says of each that had begun how far it was heard. */
  stop(time: number, id?: string): Ended[] {
    const stopped = this.speeches.filter((speech) => id === undefined || speech.id === id);
    for (const speech of stopped) {
      this.dead.add(speech.number);
      speech.voice.hush();
      this.drop(speech);
    }
    return stopped.map((speech) => ({
      id: speech.id, position: speech.position(time), isInterrupted: true, late: speech.late,
    }));
  }

  private async sound(speech: Speech, media: Media): Promise<void> {
    if (this.dead.has(speech.number)) return;
    const length = speech.track.lengthAt(media.start);
    const buffer = await this.decoded(media);
    if (this.dead.has(speech.number)) return;
    const before = this.speeches[this.speeches.indexOf(speech) - 1];
    const earliest = Math.max(this.out.clock.now() + LEAD, before?.ends ?? 0);
    const piece = speech.place(media.start, buffer?.duration ?? length, earliest);
    if (buffer) speech.voice.play(buffer, piece.at, buffer.duration);
    if (media.isLast) speech.isWhole = true;
  }

  private async decoded(media: Media): Promise<AudioBuffer | null> {
    if (!this.out.context) return null;
    try {
      return await decode(this.out.context, media.body);
    } catch {
      this.undecodable();
      return null;
    }
  }

  private find(number: number): Speech | undefined {
    return this.speeches.find((speech) => speech.number === number);
  }

  private drop(speech: Speech): void {
    this.speeches = this.speeches.filter((each) => each !== speech);
    this.out.release(speech.voice);
  }
}
