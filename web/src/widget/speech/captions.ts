// Words with their times, and which of them are being said.

import type { Word } from "../protocol/events.js";

/** at the end of a sentence, in any script */
const SENTENCE = /[.!?。！？؟।…]["'”’」』)）]*\s*$/;
/** letters of a line of captions; wide ones count twice */
const ROOM = 42;

export interface Line {
  words: readonly Word[];
  /** which of the speech's words is its first */
  from: number;
  /** how many of them have begun */
  said: number;
}

/** Width of a text in letters: Chinese, Japanese and Korean signs take two. */
function width(text: string): number {
  let sum = 0;
  for (const letter of text) sum += (letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  return sum;
}

/** Cut words into lines: at ends of sentences, and where a line is full. */
function lines(words: readonly Word[]): Word[][] {
  const cut: Word[][] = [[]];
  let used = 0;
  for (const word of words) {
    const line = cut[cut.length - 1] as Word[];
    const previous = line[line.length - 1];
    const wide = width(word.text);
    if (previous && (used + wide > ROOM || (SENTENCE.test(previous.text) && used > ROOM / 4))) {
      cut.push([word]);
      used = wide;
    } else {
      line.push(word);
      used += wide;
    }
  }
  return cut;
}

export class Captions {
  private readonly words = new Map<string, Word[]>();
  private readonly told = new Map<string, number>();

  add(id: string, words: readonly Word[]): void {
    const known = this.words.get(id) ?? [];
    const first = words[0]?.start_ms ?? 0;
    if (known.some((word) => word.start_ms === first && word.text === words[0]?.text)) return;
    this.words.set(id, [...known, ...words]);
  }

  /** The line that is being said at a place of a speech, s; null: nothing is. */
  at(id: string, position: number): Line | null {
    const words = this.words.get(id);
    if (!words?.length) return null;
    const ms = position * 1000;
    const begun = words.filter((word) => word.start_ms <= ms).length;
    const current = Math.max(0, begun - 1);
    let before = 0;
    for (const line of lines(words)) {
      if (current < before + line.length) return { words: line, from: before, said: begun - before };
      before += line.length;
    }
    return null;
  }

  /** Words that have begun since this was asked last. */
  begun(id: string, position: number): Word[] {
    const words = (this.words.get(id) ?? []).filter((word) => word.start_ms <= position * 1000);
    const fresh = words.slice(this.told.get(id) ?? 0);
    this.told.set(id, words.length);
    return fresh;
  }

  /** What has been said up to a place, s. */
  spoken(id: string, position: number): string {
    const words = this.words.get(id) ?? [];
    return words
      .filter((word) => word.start_ms < position * 1000)
      .map((word) => word.text)
      .join("")
      .trim();
  }

  forget(id: string): void {
    this.words.delete(id);
    this.told.delete(id);
  }
}
