// What is said over the socket, as avatar/service/sessions/asyncapi.yaml describes it.

export type State = "idle" | "listening" | "thinking" | "speaking";

/** Waiting times that the server has measured, ms. */
export interface Metrics {
  queued_ms?: number;
  first_audio_ms?: number;
  first_frame_ms?: number;
}

export interface Word {
  /** as written, with the signs and spaces behind it */
  text: string;
  start_ms: number;
  end_ms: number;
}

export interface Phone {
  ipa: string;
  start_ms: number;
  end_ms: number;
  viseme: string;
}

interface Common {
  seq: number;
  session_id: string;
  at_ms: number;
  metrics?: Metrics;
}

export interface Ready extends Common {
  type: "ready";
  mode: "browser" | "stream";
  fps: number;
  size: [number, number];
  columns?: string[];
  /** of the film, for MediaSource */
  mime?: string;
  resumed?: boolean;
}
export interface StateChanged extends Common {
  type: "state";
  state: State;
}
export interface SpeechStarted extends Common {
  type: "speech.started";
  speech_id: string;
  source_id: string | null;
  text: string;
  /** stream mode: where in the film the speech begins, ms */
  film_ms?: number;
}
export interface Caption extends Common {
  type: "caption";
  speech_id: string;
  start_ms: number;
  end_ms: number;
  words: Word[];
  phones: Phone[];
}
export interface SpeechEnded extends Common {
  type: "speech.ended";
  speech_id: string;
  position_ms: number;
  spoken_text: string;
  interrupted: boolean;
  /** stream mode, interrupted: where the film goes on, ms */
  film_ms?: number;
}
export interface ChatUser extends Common {
  type: "chat.user";
  text: string;
  source_id?: string | null;
}
export interface ChatDelta extends Common {
  type: "chat.delta";
  source_id: string | null;
  text: string;
}
export interface Alive extends Common {
  type: "alive";
}
export interface Fault extends Common {
  type: "error";
  code: string;
  detail: string;
  source_id: string | null;
}

export type ServerEvent =
  | Ready
  | StateChanged
  | SpeechStarted
  | Caption
  | SpeechEnded
  | ChatUser
  | ChatDelta
  | Alive
  | Fault;

export type ClientMessage =
  | { type: "speak"; id: string; text: string }
  | { type: "chat"; id: string; text: string }
  | { type: "interrupt"; speech_id?: string; position_ms?: number }
  | { type: "listen"; active: boolean }
  | { type: "keep_alive" }
  | { type: "resume"; last_seq: number };

/** Read a text message; null: it is none that a page needs. */
export function readEvent(text: string): ServerEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  return typeof (value as { type?: unknown }).type === "string" ? (value as ServerEvent) : null;
}
