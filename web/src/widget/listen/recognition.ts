// Spoken questions: the browser's own recognition where there is one, else a recording that the server writes down.

export interface Heard {
  /** What has been understood so far. */
  partial(text: string): void;
  /** What was said; "": nothing was. */
  done(text: string): void;
  failed(why: "denied" | "fault"): void;
  /** The recording is being written down. */
  working(): void;
}

export interface Ear {
  stop(): void;
}

interface RecognitionResult {
  readonly isFinal: boolean;
  readonly 0: { readonly transcript: string };
}
interface RecognitionEvent extends Event {
  readonly results: ArrayLike<RecognitionResult>;
}
interface Recognition extends EventTarget {
  lang: string;
  interimResults: boolean;
  continuous: boolean;
  start(): void;
  stop(): void;
  onresult: ((event: RecognitionEvent) => void) | null;
  onerror: ((event: Event & { error: string }) => void) | null;
  onend: (() => void) | null;
}
type RecognitionKind = new () => Recognition;

function recognition(): RecognitionKind | null {
  const own = window as unknown as { SpeechRecognition?: RecognitionKind; webkitSpeechRecognition?: RecognitionKind };
  return own.SpeechRecognition ?? own.webkitSpeechRecognition ?? null;
}

export type Way = "browser" | "server" | "insecure" | "missing";

/** Which way there is to ask aloud. */
export function listeningWay(transcriptionUrl: string | null): Way {
  if (!window.isSecureContext) return "insecure";
  if (transcriptionUrl && navigator.mediaDevices && typeof MediaRecorder !== "undefined") return "server";
  return recognition() ? "browser" : "missing";
}

/** Listen with the browser's own recognition. */
export function recognise(language: string, heard: Heard): Ear {
  const Kind = recognition();
  if (!Kind) throw new Error("no recognition");
  const ear = new Kind();
  let text = "";
  let isOver = false;
  ear.lang = language;
  ear.interimResults = true;
  ear.onresult = (event) => {
    text = Array.from(event.results, (result) => result[0].transcript).join("");
    heard.partial(text);
  };
  ear.onerror = (event) => {
    if (event.error === "no-speech" || event.error === "aborted") return;
    isOver = true;
    heard.failed(event.error === "not-allowed" || event.error === "service-not-allowed" ? "denied" : "fault");
  };
  ear.onend = () => {
    if (!isOver) heard.done(text.trim());
    isOver = true;
  };
  ear.start();
  return { stop: () => ear.stop() };
}
