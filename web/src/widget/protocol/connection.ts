// From nothing to a line that stands, and to the next one when a session has ended.

import type { ClientMessage, ServerEvent } from "./events.js";
import type { Media } from "./media.js";
import { openSession, Refusal, type Door, type Session } from "./session.js";
import { Socket } from "./socket.js";

const WAITS = [1, 2, 4, 8, 15, 30];
/** problems that go away by themselves */
const PASSING = new Set([0, 408, 429, 500, 502, 503, 504]);

export type Trouble = "offline" | "network" | "busy" | "full" | "forbidden" | "missing" | "other";

export interface Wishes {
  door: Door;
  /** "": as the server says */
  mode: "" | "browser" | "stream";
  audio: string;
}

export interface Caller {
  /** A new session: what was known of the last one is void. */
  session(session: Session): void;
  /** The line stands. */
  opened(isAgain: boolean): void;
  event(event: ServerEvent): void;
  media(media: Media): void;
  /** Waiting for the line; it is tried again in so many s. */
  waiting(trouble: Trouble, seconds: number, detail: string): void;
  /** Given up: only the visitor can try again. */
  failed(trouble: Trouble, detail: string): void;
}

function troubleOf(fault: unknown): [Trouble, Refusal | null] {
  if (!navigator.onLine) return ["offline", null];
  if (!(fault instanceof Refusal)) return ["network", null];
  if (fault.status === 429) return ["busy", fault];
  if (fault.status === 401 || fault.status === 403) return ["forbidden", fault];
  if (fault.status === 404) return ["missing", fault];
  return [PASSING.has(fault.status) ? "network" : "other", fault];
}

export class Connection {
  private socket: Socket | null = null;
  private timer = 0;
  private tries = 0;
  private isOpening = false;
  private isClosed = true;
  private readonly waiting: ClientMessage[] = [];

  constructor(
    private readonly wishes: () => Wishes,
    private readonly caller: Caller,
  ) {}

  get isUp(): boolean {
    return !this.isClosed;
  }

  /** Open a session unless there is one. */
  open(): void {
    if (!this.isClosed) return this.socket?.now();
    this.isClosed = false;
    this.tries = 0;
    window.addEventListener("online", this.online);
    void this.begin();
  }

  send(message: ClientMessage): void {
    if (this.socket) this.socket.send(message);
    else this.waiting.push(message);
  }

  /** End the session, and open another at once if that is wished. */
  renew(): void {
    this.hangUp();
    this.open();
  }

  close(): void {
    this.hangUp();
    this.waiting.length = 0;
  }

  private hangUp(): void {
    this.isClosed = true;
    window.removeEventListener("online", this.online);
    window.clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
  }

  private readonly online = (): void => {
    if (this.socket || this.isClosed || this.isOpening) return;
    window.clearTimeout(this.timer);
    this.tries = 0;
    void this.begin();
  };

  private async begin(): Promise<void> {
    if (this.isOpening) return;
    this.isOpening = true;
    const { door, mode, audio } = this.wishes();
    try {
      const session = await openSession(door, mode);
      this.isOpening = false;
      if (!this.isClosed) this.stand(session, audio);
    } catch (fault) {
      this.isOpening = false;
      if (!this.isClosed) this.later(fault);
    }
  }

  private stand(session: Session, audio: string): void {
    const url = new URL(session.ws_url);
    if (session.mode === "browser") url.searchParams.set("audio", audio);
    this.tries = 0;
    this.caller.session(session);
    this.socket = new Socket(url.href, {
      event: (event) => this.caller.event(event),
      media: (media) => this.caller.media(media),
      opened: (isAgain) => this.caller.opened(isAgain),
      cut: (wait) => this.caller.waiting(navigator.onLine ? "network" : "offline", wait / 1000, ""),
      gone: (code, reason) => this.gone(code, reason),
    });
    for (const message of this.waiting.splice(0)) this.socket.send(message);
  }

  /** The session is over: open another, after a breath if the server is going down. */
  private gone(code: number, reason: string): void {
    this.socket = null;
    if (code === 4409) {
      this.hangUp();
      return this.caller.failed("other", reason);
    }
    this.caller.waiting("network", 1, reason);
    this.timer = window.setTimeout(() => void this.begin(), 500 + Math.random() * 1000);
  }

  private later(fault: unknown): void {
    const [trouble, refusal] = troubleOf(fault);
    const detail = fault instanceof Error ? fault.message : "";
    const isPassing = trouble === "offline" || PASSING.has(refusal?.status ?? 0);
    if (!isPassing || this.tries >= WAITS.length) {
      this.hangUp();
      return this.caller.failed(trouble === "busy" ? "full" : trouble, detail);
    }
    const seconds = Math.min(60, Math.max(refusal?.retryAfter ?? 0, WAITS[this.tries] ?? 30));
    this.tries += 1;
    this.caller.waiting(trouble, seconds, detail);
    this.timer = window.setTimeout(() => void this.begin(), seconds * 1000);
  }
}
