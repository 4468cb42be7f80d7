// The conversation as it is seen: head, face, words, field.

import { soften } from "../face/poster.js";
import type { Frame } from "../face/stage.js";
import { fill, type Texts } from "../texts/index.js";
import { CaptionView } from "./caption.js";
import { Composer, type Asked } from "./composer.js";
import { icon, iconButton, make, rename } from "./dom.js";
import { Log } from "./log.js";

/** after which the face hides what was seen before it, ms */
const FADED = 500;

export interface Pressed extends Asked {
  close(): void;
  soundOn(): void;
  mute(): void;
  captions(): void;
  retry(): void;
}

export class Panel implements Frame {
  readonly element: HTMLElement;
  readonly log: Log;
  readonly composer: Composer;
  readonly caption = new CaptionView();
  readonly poster = make("canvas", { class: "poster" });
  readonly video = make("video", { class: "film", playsinline: true, "aria-hidden": "true", tabindex: "-1" });
  readonly rest = make("canvas", { class: "rest" });
  private canvas = make("canvas", { class: "face" });
  private readonly stage = make("div", { class: "stage loading", role: "img" });
  private readonly picture = make("div", { class: "picture" });
  private readonly frame = make("div", { class: "frame" });
  private readonly title = make("h2");
  private readonly state = make("span", { class: "state", role: "status" });
  private readonly notice = make("span", { class: "notice" });
  private readonly sound = make("button", { type: "button", class: "sound", hidden: true }, icon("silence"), make("span"));
  private readonly muteButton = iconButton("sound", "");
  private readonly captionButton = iconButton("captions", "");
  readonly closeButton = iconButton("close", "");
  private readonly trouble = make("div", { class: "trouble", role: "alert", hidden: true });

  constructor(
    private words: Texts,
    isDialog: boolean,
    private readonly pressed: Pressed,
  ) {
    this.log = new Log(words);
    this.composer = new Composer(pressed);
    const who = make("div", { class: "who" }, this.title, make("p", {}, this.notice, this.state));
    const head = make("div", { class: "head" }, who, this.captionButton, this.muteButton, this.closeButton);
    this.picture.append(this.canvas, this.video, this.rest, this.caption.element);
    this.stage.append(this.poster, this.picture);
    this.frame.append(this.stage, this.sound);
    const foot = make("div", { class: "foot" }, this.trouble, this.composer.element, this.composer.hint);
    const inside = make("div", { class: "inside" }, head, this.frame, this.log.element, foot);
    this.element = make("section", { class: "panel", role: isDialog ? "dialog" : "region", tabindex: "-1" }, inside);
    this.closeButton.hidden = !isDialog;
    this.listen();
  }

  rename(words: Texts, name: string): void {
    this.words = words;
    this.title.textContent = name;
    this.notice.textContent = words.notice;
    this.element.setAttribute("aria-label", fill(words.panel, { name }));
    this.stage.setAttribute("aria-label", fill(words.face, { name }));
    (this.sound.lastChild as HTMLElement).textContent = words.soundOn;
    rename(this.closeButton, words.close);
    this.log.rename(words);
    this.composer.rename(words);
  }

  status(text: string): void {
    if (this.state.textContent !== text) this.state.textContent = text;
  }

  show(what: "canvas" | "video"): void {
    this.canvas.classList.toggle("shown", what === "canvas");
    this.video.classList.toggle("shown", what === "video");
    const { width, height } = this.canvas;
    if (what === "canvas") this.ratio(width, height);
    else this.video.addEventListener("loadedmetadata", () => this.ratio(this.video.videoWidth, this.video.videoHeight), { once: true });
  }

  /** The face is there: nothing need be seen behind it. */
  shown(): void {
    this.stage.classList.remove("loading");
    this.stage.classList.add("present");
    window.setTimeout(() => soften(this.poster), FADED);
  }

  /** The small picture is there. */
  posed(): void {
    this.poster.classList.add("shown");
    if (this.stage.classList.contains("present")) soften(this.poster);
  }

  freshCanvas(): HTMLCanvasElement {
    const fresh = make("canvas", { class: "face" });
    this.canvas.replaceWith(fresh);
    this.canvas = fresh;
    return fresh;
  }

  soundBlocked(isBlocked: boolean): void {
    this.sound.hidden = !isBlocked;
  }

  muted(isMuted: boolean): void {
    this.muteButton.replaceChildren(icon(isMuted ? "silence" : "sound"));
    this.muteButton.setAttribute("aria-pressed", String(isMuted));
    rename(this.muteButton, this.words.mute);
  }

  captions(isOn: boolean): void {
    this.caption.isOn = isOn;
    if (!isOn) this.caption.show(null);
    this.captionButton.setAttribute("aria-pressed", String(isOn));
    rename(this.captionButton, this.words.captionsOn);
  }

  /** Say what is wrong, "": nothing; with a way to try again, or not. */
  say(text: string, canRetry: boolean): void {
    this.trouble.hidden = !text;
    this.stage.classList.toggle("waits", canRetry);
    if (!text) return this.trouble.replaceChildren();
    const again = make("button", { type: "button" }, this.words.retry);
    again.addEventListener("click", () => this.pressed.retry());
    this.trouble.replaceChildren(make("p", {}, text), ...(canRetry ? [again] : []));
  }

  /** Enter, with a short movement. */
  enter(): void {
    this.element.classList.add("entering");
    this.element.addEventListener("animationend", () => this.element.classList.remove("entering"), { once: true });
  }

  private ratio(width: number, height: number): void {
    if (width && height) this.frame.style.setProperty("--ratio", String(width / height));
  }

  private listen(): void {
    this.closeButton.addEventListener("click", () => this.pressed.close());
    this.sound.addEventListener("click", () => this.pressed.soundOn());
    this.muteButton.addEventListener("click", () => this.pressed.mute());
    this.captionButton.addEventListener("click", () => this.pressed.captions());
  }
}
