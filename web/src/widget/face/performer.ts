// What shows the face and is heard, whoever draws it.

import type { SpeechEnded, SpeechStarted } from "../protocol/events.js";
import type { Media } from "../protocol/media.js";

/** What is heard at this moment. */
export interface Heard {
  id: string;
  /** in the speech's own time, s */
  position: number;
}

/** What happens on the stage, told to the conversation. */
export interface Audience {
  /** The first sound of a speech is heard. */
  heard(id: string, source: string | null): void;
  /** Lips move for the first time in a speech. */
  seen(id: string): void;
  /** A speech is over in this page; so many of its pieces came late, where that is known. */
  over(id: string, position: number, isInterrupted: boolean, late?: number): void;
  /** Sound is held back by the browser, or no more. */
  sound(isBlocked: boolean): void;
  /** Time has passed. */
  passed(): void;
  /** A picture was drawn. */
  drawn(): void;
  /** The face can't be shown this way: stream it, or ask for other sound. */
  failed(what: "draw" | "sound" | "film"): void;
}

export interface Performer {
  started(event: SpeechStarted): void;
  ended(event: SpeechEnded): void;
  media(media: Media): void;
  /** A speech was asked for: be ready to show it soon. */
  expect(): void;
  now(): Heard | null;
  /** Be silent and close the mouth, at once; what was being heard is given back. */
  interrupt(): Heard | null;
  readonly isBusy: boolean;
  readonly isBlocked: boolean;
  unlock(): Promise<void>;
  mute(isMuted: boolean): void;
  dispose(): void;
}
