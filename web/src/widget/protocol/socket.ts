// One WebSocket that comes back by itself: what was missed is sent again after "resume".

import { readEvent, type ClientMessage, type ServerEvent } from "./events.js";
import { readMedia, type Media } from "./media.js";

const WAITS = [250, 500, 1000, 2000, 4000, 8000, 15000];
const ALIVE = 20000;
/** after which a socket that does not open is given up, ms */
const PATIENCE = 8000;

export interface Listener {
  event(event: ServerEvent): void;
  media(media: Media): void;
  /** The line is open (again). */
  opened(isAgain: boolean): void;
  /** The line is cut; it is tried again in so many ms. */
  cut(waitMs: number): void;
  /** The server has ended the session: a new one is needed. */
  gone(code: number, reason: string): void;
}

/** the session is over, or its server is going down: to resume makes no sense */
const OVER = new Set([1000, 1001, 1008, 1012, 4400, 4401, 4404, 4409, 4413]);

export class Socket {
  private socket: WebSocket | null = null;
  private lastSeq = 0;
  private tries = 0;
  private wasOpen = false;
  private isClosed = false;
  private timer = 0;
  private alive = 0;
  private readonly waiting: ClientMessage[] = [];

  constructor(
    private readonly url: string,
    private readonly listener: Listener,
  ) {
    this.open();
    window.addEventListener("online", this.now);
  }

  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** Send, or keep until the line is open. */
  send(message: ClientMessage): void {
    if (this.isOpen) this.socket?.send(JSON.stringify(message));
    else if (message.type !== "keep_alive") this.waiting.push(message);
  }

  /** Try at once, whatever the waiting time was. */
  readonly now = (): void => {
    if (this.isClosed || this.socket) return;
    this.tries = 0;
    window.clearTimeout(this.timer);
    this.open();
  };

  close(): void {
    this.isClosed = true;
    window.removeEventListener("online", this.now);
    window.clearTimeout(this.timer);
    window.clearInterval(this.alive);
    this.socket?.close(1000);
    this.socket = null;
  }

  private open(): void {
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    const patience = window.setTimeout(() => socket.close(), PATIENCE);
    socket.onopen = () => {
      window.clearTimeout(patience);
      this.greet(socket);
    };
    socket.onmessage = (message: MessageEvent<string | ArrayBuffer>) => this.take(message.data);
    socket.onclose = (event) => {
      window.clearTimeout(patience);
      this.lost(socket, event);
    };
  }

  private greet(socket: WebSocket): void {
    const isAgain = this.wasOpen;
    this.wasOpen = true;
    if (isAgain) socket.send(JSON.stringify({ type: "resume", last_seq: this.lastSeq }));
    this.alive = window.setInterval(() => this.send({ type: "keep_alive" }), ALIVE);
    this.listener.opened(isAgain);
    for (const message of this.waiting.splice(0)) this.send(message);
  }

  private take(data: string | ArrayBuffer): void {
    this.tries = 0;
    const read = typeof data === "string" ? readEvent(data) : readMedia(data);
    if (!read) return;
    if (read.seq && read.seq <= this.lastSeq) return; // sent twice around a cut
    if (read.seq) this.lastSeq = read.seq;
    if ("type" in read) this.listener.event(read);
    else this.listener.media(read);
  }

  private lost(socket: WebSocket, event: CloseEvent): void {
    if (this.socket !== socket || this.isClosed) return;
    this.socket = null;
    window.clearInterval(this.alive);
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)] ?? 15000;
    this.tries += 1;
    // A door that does not even open any more: the session may have ended while we were away.
    if (OVER.has(event.code) || this.tries > 4) {
      this.close();
      this.listener.gone(event.code, event.reason);
      return;
    }
    const shaken = wait * (0.75 + Math.random() / 2);
    this.listener.cut(shaken);
    this.timer = window.setTimeout(() => this.open(), shaken);
  }
}
