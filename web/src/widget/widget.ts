// What a visitor sees and does, put together.

import { Conversation, type Status, type View } from "./conversation.js";
import { paintPoster } from "./face/poster.js";
import { home } from "./home.js";
import { Hearing } from "./listen/hearing.js";
import { askSettings, type AgentSettings } from "./protocol/session.js";
import type { Settings } from "./settings.js";
import type { Line } from "./speech/captions.js";
import { chooseLanguage, fill, isRightToLeft, textsOf, type Texts } from "./texts/index.js";
import { make } from "./view/dom.js";
import { keys } from "./view/focus.js";
import { Launcher } from "./view/launcher.js";
import { Panel } from "./view/panel.js";
import { Watch } from "./view/preferences.js";
import { style } from "./view/styles.js";
import { MENDABLE, STATES, TROUBLES } from "./view/wording.js";

/** out of sight and silent for so long, the line is given back, ms */
const PATIENCE = 120000;

export class Widget implements View {
  private readonly panel: Panel;
  private readonly launcher: Launcher | null;
  private readonly talk: Conversation;
  private readonly hearing: Hearing;
  private readonly shell = make("div");
  private readonly watch = new Watch();
  private readonly manner = { isStill: false };
  private readonly language: string;
  private readonly words: Texts;
  private known: AgentSettings | null = null;
  private cameFrom: Element | null = null;
  private isMuted = false;
  private timer = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly root: ShadowRoot,
    private readonly settings: Settings,
  ) {
    this.language = chooseLanguage(settings.language, this.pageLanguage());
    this.words = textsOf(this.language);
    const isDialog = settings.mode !== "inline";
    this.panel = new Panel(this.words, isDialog, this.pressed());
    this.launcher = isDialog ? new Launcher() : null;
    this.talk = new Conversation(settings, this.panel, this, this.manner, () => (this.language === "zh" ? "zh" : "en"));
    this.hearing = new Hearing(this.panel, this.talk, this.words, () => this.spoken(), settings.token);
    this.lay(isDialog);
    this.follow();
    this.status("off");
    void this.learn();
    if (settings.autoConnect && isDialog) this.talk.connect();
    else if (settings.autoConnect) this.watch.whenSeen(this.panel.element, () => this.begin());
  }

  dispose(): void {
    this.watch.end();
    window.clearTimeout(this.timer);
    this.hearing.stop();
    this.talk.dispose();
    this.shell.remove();
  }

  // What scripts may call.

  speak(text: string): string {
    this.begin();
    return this.talk.speak(text);
  }

  ask(text: string): string {
    this.begin();
    return this.talk.ask(text);
  }

  interrupt(): void {
    this.talk.interrupt();
  }

  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.talk.mute(isMuted);
    this.panel.muted(isMuted);
  }

  open(): void {
    if (this.isOpen) return;
    this.cameFrom = document.activeElement;
    this.panel.element.hidden = false;
    this.launcher?.open(true);
    this.panel.enter();
    this.begin();
    // On a touch screen the field would call up the keyboard, over the face.
    const target = matchMedia("(pointer: coarse)").matches ? this.panel.element : this.panel.composer.input;
    target.focus({ preventScroll: true });
  }

  close(): void {
    if (!this.launcher || !this.isOpen) return;
    this.hearing.stop();
    this.talk.interrupt();
    this.panel.element.hidden = true;
    this.launcher.open(false);
    this.later();
    this.back(this.launcher.element);
  }

  get isOpen(): boolean {
    return !this.panel.element.hidden;
  }

  get metrics(): Record<string, unknown> {
    return { session_id: this.talk.current?.id ?? null, skew_ms: this.talk.skew, heard: this.talk.heardNow };
  }

  // What the conversation calls.

  status(status: Status): void {
    this.shell.dataset.state = status;
    this.panel.status(this.words[STATES[status]]);
    this.panel.composer.busy(status === "speaking" || status === "thinking");
  }

  caption(line: Line | null): void {
    this.panel.caption.show(line);
  }

  said(role: "user" | "agent", source: string, text: string): void {
    this.panel.log.add(role, source, text, this.name);
  }

  added(source: string, text: string): void {
    this.panel.log.extend(source, text);
  }

  cutShort(source: string, spoken: string): void {
    this.panel.log.cutShort(source, spoken);
  }

  sound(isBlocked: boolean): void {
    this.panel.soundBlocked(isBlocked && !this.isMuted);
  }

  trouble(what: string | null, seconds: number): void {
    const text = what ? this.words[TROUBLES[what] ?? "errorOther"] : "";
    this.panel.say(fill(text, { name: this.name, seconds: Math.ceil(seconds) }), MENDABLE.has(what ?? ""));
  }

  shown(): void {
    this.panel.shown();
  }

  emit(name: string, detail: Record<string, unknown>): void {
    this.host.dispatchEvent(new CustomEvent(`avatar:${name}`, { detail, bubbles: true, composed: true }));
  }

  // Within.

  private get name(): string {
    return this.settings.title || this.known?.title || this.settings.agent;
  }

  private pageLanguage(): string {
    return this.host.closest("[lang]")?.getAttribute("lang") ?? "";
  }

  /** The language that is spoken to the agent. */
  private spoken(): string {
    const own = this.known?.language ?? "auto";
    return own === "auto" ? this.pageLanguage() || this.language : own;
  }

  private pressed(): ConstructorParameters<typeof Panel>[2] {
    return {
      ask: (text) => this.ask(text),
      stop: () => this.talk.interrupt(),
      listen: () => this.hearing.toggle(),
      close: () => this.close(),
      soundOn: () => this.talk.unlock(),
      mute: () => this.mute(!this.isMuted),
      captions: () => this.panel.captions(!this.panel.caption.isOn),
      retry: () => this.talk.connect(),
    };
  }

  private lay(isDialog: boolean): void {
    const { settings, panel, launcher, shell } = this;
    shell.className = `root ${settings.mode} at-${settings.position}`;
    shell.lang = this.language;
    shell.dir = this.direction();
    shell.append(...(launcher ? [launcher.element] : []), panel.element);
    panel.element.hidden = isDialog;
    if (settings.mode === "full") panel.element.setAttribute("aria-modal", "true");
    if (!settings.transcript) panel.log.element.classList.add("unseen");
    panel.captions(settings.captions);
    panel.muted(false);
    launcher?.element.addEventListener("click", () => this.open());
    keys(this.root, panel.element, () => settings.mode === "full", isDialog ? () => this.close() : null);
    this.hearing.offer(settings.microphone, null);
    this.rename();
    style(this.root, home.nonce);
    this.root.append(shell);
  }

  /** Which way it is read: as it is told, as its language is, or as the page is. */
  private direction(): string {
    if (this.host.dir) return this.host.dir;
    if (this.settings.language) return isRightToLeft(this.language) ? "rtl" : "ltr";
    return getComputedStyle(this.host.parentElement ?? document.body).direction;
  }

  private rename(): void {
    this.panel.rename(this.words, this.name);
    this.launcher?.rename(this.words, this.name);
  }

  /** Follow what the visitor prefers and does, while the element stands in a page. */
  private follow(): void {
    const { watch, shell, settings } = this;
    watch.follow("(prefers-color-scheme: dark)", (isDark) => {
      shell.dataset.theme = settings.theme === "auto" ? (isDark ? "dark" : "light") : settings.theme;
    });
    watch.follow("(prefers-reduced-motion: reduce)", (isReduced) => {
      this.manner.isStill = isReduced;
    });
    watch.keyboard((height) => shell.style.setProperty("--keyboard", `${height}px`));
    watch.on(document, "visibilitychange", () => (document.hidden ? this.later() : this.returned()));
    watch.on(document, "pointerup", () => this.talk.unlock());
    watch.on(document, "keydown", () => this.talk.unlock());
    watch.on(window, "offline", () => this.talk.offline());
  }

  /** Learn who the agent is. Without an answer its name stands for its title. */
  private async learn(): Promise<void> {
    const known = await askSettings(this.settings).catch(() => null);
    if (!known || !this.shell.isConnected) return;
    this.known = known;
    this.rename();
    const ears = known.transcription_url;
    this.hearing.offer(this.settings.microphone, ears && new URL(ears, this.settings.server).href);
    if (known.poster_url) await this.poster(new URL(known.poster_url, this.settings.server).href);
  }

  private async poster(url: string): Promise<void> {
    if (await paintPoster(this.panel.poster, url)) this.panel.posed();
    if (this.launcher && (await paintPoster(this.launcher.picture, url))) this.launcher.picture.hidden = false;
  }

  /** The conversation begins: a line, sound, a greeting. */
  private begin(): void {
    window.clearTimeout(this.timer);
    this.talk.connect();
    if (navigator.userActivation?.isActive) this.talk.unlock();
    this.talk.greet(this.settings.greeting);
  }

  /** Focus goes to where it came from. */
  private back(launcher: HTMLElement): void {
    const { cameFrom } = this;
    const isOutside = cameFrom instanceof HTMLElement && cameFrom !== this.host && cameFrom !== document.body && cameFrom.isConnected;
    (isOutside ? cameFrom : launcher).focus({ preventScroll: true });
  }

  /** Give the line back if nobody comes. */
  private later(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.isOpen && !document.hidden) return;
      if (this.talk.isBusy) this.later();
      else this.talk.rest();
    }, PATIENCE);
  }

  private returned(): void {
    window.clearTimeout(this.timer);
    if (this.isOpen && this.talk.isResting) this.talk.connect();
  }
}
