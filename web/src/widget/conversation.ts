// What goes on between a visitor and an agent: questions, answers, what is heard of them.

import { Face } from "../renderer/face";
import type { Audience, Heard } from "./face/performer.js";
import { Stage, type Frame } from "./face/stage.js";
import { Connection, type Caller, type Trouble } from "./protocol/connection.js";
import type { Ready, ServerEvent, SpeechEnded, SpeechStarted, State } from "./protocol/events.js";
import type { Session } from "./protocol/session.js";
import type { Settings } from "./settings.js";
import { codec, type Codec } from "./sound/decode.js";
import { Captions, type Line } from "./speech/captions.js";

export type Status = State | "off" | "connecting" | "reconnecting" | "offline";

/** Who shows the conversation. */
export interface View {
  status(status: Status): void;
  caption(line: Line | null): void;
  said(role: "user" | "agent", source: string, text: string): void;
  added(source: string, text: string): void;
  cutShort(source: string, spoken: string): void;
  sound(isBlocked: boolean): void;
  trouble(what: Trouble | "refused" | "brain" | "face" | "fault" | null, seconds: number): void;
  shown(): void;
  emit(name: string, detail: Record<string, unknown>): void;
}

/** A speech that the server has announced. */
interface Announced {
  event: SpeechStarted;
  asked: number;
}

export class Conversation implements Caller, Audience {
  private readonly stage: Stage;
  private readonly connection: Connection;
  private readonly captions = new Captions();
  private readonly unread = new Set<Codec>();
  private readonly speeches = new Map<string, Announced>();
  private readonly asked = new Map<string, number>();
  private readonly answers = new Set<string>();
  private readonly ours = `w${Math.random().toString(36).slice(2, 8)}`;
  private greeting: "off" | "wanted" | "done" = "off";
  private count = 0;
  private serverState: State = "idle";
  private status: Status = "off";
  private word = "";
  private isListening = false;
  private hasShown = false;
  private draws: "" | "browser" | "stream";
  current: Session | null = null;
  /** the line was given back because nobody was there */
  isResting = false;

  constructor(
    private readonly settings: Settings,
    frame: Frame,
    private readonly view: View,
    manner: { isStill: boolean },
    label: () => "zh" | "en",
  ) {
    this.draws = settings.draw || (Face.supported() ? "" : "stream");
    this.stage = new Stage(frame, this, manner, () => settings.server, label);
    this.connection = new Connection(() => this.wishes(), this);
  }

  get isUp(): boolean {
    return this.connection.isUp;
  }

  get isBusy(): boolean {
    return this.stage.performer?.isBusy ?? false;
  }

  get skew(): Stage["skew"] {
    return this.stage.skew;
  }

  get heardNow(): Heard | null {
    return this.stage.performer?.now() ?? null;
  }

  connect(): void {
    if (!this.connection.isUp) this.tell("connecting");
    this.isResting = false;
    if (!this.connection.isUp) this.view.trouble(null, 0);
    this.connection.open();
  }

  /** Give the line back; the face goes on idling. */
  rest(): void {
    this.connection.close();
    this.silence();
    this.current = null;
    this.isResting = true;
    this.tell("off");
  }

  offline(): void {
    if (this.connection.isUp) this.tell("offline");
  }

  dispose(): void {
    this.connection.close();
    this.stage.dispose();
  }

  /** Ask a question: what is being said is stopped. */
  ask(text: string): string {
    const id = this.next();
    this.connect();
    this.silence();
    this.stage.performer?.expect();
    this.connection.send({ type: "chat", id, text });
    this.view.said("user", id, text);
    this.view.emit("message", { role: "user", text, source_id: id });
    return id;
  }

  /** Say the greeting, once: the page's own, else the agent's, as soon as that is known. */
  greet(own: string | null): void {
    if (this.greeting !== "wanted" && this.greeting !== "off") return;
    const text = own ?? this.current?.agent.greeting;
    this.greeting = text === undefined ? "wanted" : "done";
    if (text) this.speak(text);
  }

  /** Say a text as it stands. */
  speak(text: string): string {
    const id = this.next();
    this.connect();
    this.stage.performer?.expect();
    this.connection.send({ type: "speak", id, text });
    return id;
  }

  /** Stop what is said, here at once, and tell the server how far it was heard. */
  interrupt(): void {
    const heard = this.silence();
    if (!this.connection.isUp) return;
    if (heard) this.connection.send({ type: "interrupt", speech_id: heard.id, position_ms: Math.round(heard.position * 1000) });
    this.connection.send({ type: "interrupt" });
  }

  listen(isActive: boolean): void {
    this.isListening = isActive;
    if (this.connection.isUp) this.connection.send({ type: "listen", active: isActive });
    this.refresh();
  }

  unlock(): void {
    this.stage.unlock(this.connection.isUp && this.draws !== "stream");
  }

  mute(isMuted: boolean): void {
    this.stage.mute(isMuted);
  }

  // From the line.

  session(session: Session): void {
    this.current = session;
    this.speeches.clear();
    this.stage.take(session);
    if (this.greeting === "wanted") this.greet(null);
    this.view.sound(this.stage.performer?.isBlocked ?? false);
  }

  opened(): void {
    this.view.trouble(null, 0);
  }

  event(event: ServerEvent): void {
    this.view.emit("protocol", { event });
    if (event.type === "ready") this.ready(event);
    else if (event.type === "state") this.state(event.state);
    else if (event.type === "speech.started") this.announce(event);
    else if (event.type === "caption") this.captions.add(event.speech_id, event.words);
    else if (event.type === "speech.ended") this.finish(event);
    else if (event.type === "chat.user") this.understood(event.source_id ?? "", event.text);
    else if (event.type === "chat.delta") this.answer(event.source_id ?? "", event.text);
    else if (event.type === "error") this.fault(event.code, event.detail, event.source_id);
  }

  media(media: Parameters<Caller["media"]>[0]): void {
    this.stage.performer?.media(media);
  }

  waiting(trouble: Trouble, seconds: number, detail: string): void {
    this.tell(trouble === "offline" ? "offline" : this.status === "connecting" ? "connecting" : "reconnecting");
    if (trouble === "busy") this.view.trouble("busy", seconds);
    if (trouble !== "offline") this.view.emit("error", { code: trouble, detail, retry_in_s: seconds });
  }

  failed(what: Trouble | "draw" | "sound" | "film", detail = ""): void {
    if (what === "draw" || what === "film") return this.showOtherwise(what);
    if (what === "sound") return this.soundOtherwise();
    this.tell(what === "offline" ? "offline" : "off");
    this.view.trouble(what, 0);
    this.view.emit("error", { code: what, detail });
  }

  // From the stage.

  heard(id: string, source: string | null): void {
    const speech = this.speeches.get(id);
    this.refresh();
    this.view.emit("speech-started", {
      speech_id: id,
      source_id: source,
      text: speech?.event.text ?? "",
      metrics: speech?.event.metrics ?? {},
      waited_ms: speech?.asked ? performance.now() - speech.asked : null,
    });
  }

  seen(id: string): void {
    const asked = this.speeches.get(id)?.asked;
    this.view.emit("lips", { speech_id: id, waited_ms: asked ? performance.now() - asked : null });
  }

  over(id: string, position: number, isInterrupted: boolean, late?: number): void {
    const speech = this.speeches.get(id);
    const spoken = this.captions.spoken(id, position);
    if (isInterrupted && speech?.event.source_id) this.view.cutShort(speech.event.source_id, spoken);
    this.caption(null);
    this.captions.forget(id);
    this.speeches.delete(id);
    this.refresh();
    this.view.emit("speech-ended", {
      speech_id: id,
      source_id: speech?.event.source_id ?? null,
      position_ms: Math.round(position * 1000),
      spoken_text: spoken,
      interrupted: isInterrupted,
      late_pieces: late ?? null,
    });
  }

  sound(isBlocked: boolean): void {
    this.view.sound(isBlocked);
  }

  passed(): void {
    this.caption(this.heardNow);
  }

  drawn(): void {
    if (this.hasShown) return;
    this.hasShown = true;
    this.view.shown();
  }

  // Within.

  private next(): string {
    const id = `${this.ours}-${++this.count}`;
    this.asked.set(id, performance.now());
    return id;
  }

  private wishes(): ReturnType<ConstructorParameters<typeof Connection>[0]> {
    const { server, agent, token } = this.settings;
    return { door: { server, agent, token }, mode: this.draws, audio: codec(this.unread) };
  }

  private silence(): Heard | null {
    const heard = this.stage.performer?.interrupt() ?? null;
    this.refresh();
    return heard;
  }

  private ready(event: Ready): void {
    if (event.mime) this.stage.mime(event.mime);
    if (!event.resumed) this.serverState = "idle";
    this.refresh();
    this.view.emit("ready", { session_id: event.session_id, mode: event.mode, resumed: event.resumed ?? false, agent: this.current?.agent ?? null });
  }

  private state(state: State): void {
    this.serverState = state;
    this.refresh();
  }

  private announce(event: SpeechStarted): void {
    const source = event.source_id ?? event.speech_id;
    this.speeches.set(event.speech_id, { event, asked: this.asked.get(source) ?? 0 });
    this.stage.performer?.started(event);
    if (this.answers.has(source)) return;
    this.answers.add(source);
    this.view.said("agent", source, event.text);
    this.view.emit("message", { role: "agent", text: event.text, source_id: source });
  }

  private finish(event: SpeechEnded): void {
    this.stage.performer?.ended(event);
  }

  private understood(source: string, text: string): void {
    if (!source.startsWith(this.ours)) this.view.said("user", source, text);
  }

  private answer(source: string, text: string): void {
    if (this.answers.has(source)) this.view.added(source, text);
    else this.view.said("agent", source, text);
    this.answers.add(source);
    this.view.emit("message", { role: "agent", text, source_id: source, is_part: true });
  }

  private fault(code: string, detail: string, source: string | null): void {
    const known = code === "refused" || code === "brain" ? code : code === "lost" ? null : "fault";
    if (known) this.view.trouble(known, 0);
    this.view.emit("error", { code, detail, source_id: source });
  }

  /** Show what is said now, and tell the page of every word that has begun, also of those between two pictures. */
  private caption(heard: Heard | null): void {
    const line = heard ? this.captions.at(heard.id, heard.position) : null;
    const key = heard && line ? `${heard.id} ${line.from + line.said}` : "";
    if (key === this.word) return;
    this.word = key;
    this.view.caption(line);
    if (!heard) return;
    for (const word of this.captions.begun(heard.id, heard.position)) {
      this.view.emit("caption", { speech_id: heard.id, ...word, position_ms: Math.round(heard.position * 1000) });
    }
  }

  private showOtherwise(what: "draw" | "film"): void {
    if (what === "draw" && this.draws !== "stream" && this.settings.draw !== "browser") {
      this.draws = "stream";
      this.stage.dispose();
      this.connection.renew();
      return;
    }
    this.view.trouble("face", 0);
    this.view.emit("error", { code: "face", detail: "the face can't be shown in this browser" });
  }

  private soundOtherwise(): void {
    const used = codec(this.unread);
    if (used === "wav") return;
    this.unread.add(used);
    this.connection.renew();
  }

  private refresh(): void {
    if (!this.connection.isUp) return;
    if (this.isListening) return this.tell("listening");
    if (this.heardNow) return this.tell("speaking");
    if (!this.current) return this.tell("connecting");
    if (this.serverState !== "speaking") return this.tell(this.serverState);
    // Announced, but not heard yet; or heard to its end while the server still counts.
    this.tell(this.status === "thinking" ? "thinking" : "idle");
  }

  private tell(status: Status): void {
    if (status === this.status) return;
    this.status = status;
    this.view.status(status);
    this.view.emit("state", { state: status });
  }
}
