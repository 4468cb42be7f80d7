import { h } from "./dom";
import { t } from "./texts";

/** A word with the time at which it is said, s. */
export interface Word {
  text: string;
  start: number;
  end: number;
}

/** px for a second */
const SPREAD = 84;
/** px that a letter takes at least */
const LETTER = 8;

/** The words of a preview on a line of time, over its sound; the needle says where it is. */
export class Tape {
  private readonly canvas = h("canvas", { "aria-hidden": "true" });
  private readonly needle = h("div", { class: "needle" });
  private readonly reel = h("div", { class: "reel" });
  readonly element = h("div", { class: "tape", role: "slider", tabindex: 0, "aria-label": t("tape.label"), "aria-valuemin": 0, "aria-valuemax": 0, "aria-valuenow": 0 }, this.reel);
  private words: { word: Word; element: HTMLElement }[] = [];
  private seconds = 0;
  private scale = SPREAD;
  private now = -1;

  constructor(private readonly seek: (seconds: number) => void) {
    this.element.addEventListener("click", (event) => this.seconds && this.seek((event.clientX - this.reel.getBoundingClientRect().left) / this.scale));
    this.element.addEventListener("keydown", (event) => this.step(event));
    this.empty(false);
  }

  /** Show that there is nothing yet. */
  empty(isWritten: boolean): void {
    this.words = [];
    this.seconds = 0;
    this.reel.style.width = "100%";
    this.reel.replaceChildren(h("p", { class: "empty" }, t(isWritten ? "tape.ready" : "tape.empty")));
    this.element.setAttribute("aria-label", t("tape.label"));
    this.element.setAttribute("aria-valuetext", "");
    this.element.setAttribute("aria-disabled", "true");
  }

  /** Show words and the loudness of the sound, 0-1, evenly spread over the seconds. */
  show(words: Word[], seconds: number, loudness: Float32Array): void {
    this.seconds = seconds;
    const crowded = words.map((word, place) => ((word.text.length * LETTER + 6) / Math.max(0.05, (words[place + 1]?.start ?? seconds) - word.start)));
    this.scale = Math.max(SPREAD, Math.min(190, [...crowded].sort((a, b) => a - b)[Math.floor(crowded.length * 0.85)] ?? SPREAD));
    const width = Math.max(this.element.clientWidth, Math.ceil(seconds * this.scale));
    this.reel.style.width = `${width}px`;
    this.words = words.map((word) => {
      const element = h("span", { class: "word" }, word.text);
      element.style.left = `${word.start * this.scale}px`;
      return { word, element };
    });
    this.reel.replaceChildren(this.canvas, ...this.words.map((each) => each.element), this.needle);
    this.element.setAttribute("aria-disabled", "false");
    this.element.setAttribute("aria-valuemax", seconds.toFixed(1));
    this.draw(width, loudness);
    this.at(0);
  }

  /** Move the needle. */
  at(seconds: number): void {
    this.needle.style.transform = `translateX(${Math.min(seconds, this.seconds) * this.scale}px)`;
    const now = this.words.findIndex(({ word }) => seconds >= word.start && seconds < word.end);
    if (now !== this.now) {
      this.words[this.now]?.element.classList.remove("now");
      this.words[now]?.element.classList.add("now");
      this.now = now;
      this.element.setAttribute("aria-valuenow", seconds.toFixed(1));
      this.element.setAttribute("aria-valuetext", this.words[now]?.word.text ?? `${seconds.toFixed(1)} s`);
    }
    const view = this.element.clientWidth;
    const place = seconds * this.scale - this.element.scrollLeft;
    if (place > view * 0.8 || place < 0) this.element.scrollLeft = seconds * this.scale - view * 0.25;
  }

  private step(event: KeyboardEvent): void {
    const forward = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!this.seconds || (forward === undefined && event.key !== "Home" && event.key !== "End")) return;
    event.preventDefault();
    const starts = this.words.map(({ word }) => word.start);
    const near = this.now < 0 ? 0 : this.now;
    if (event.key === "Home") this.seek(0);
    else if (event.key === "End") this.seek(starts[starts.length - 1] ?? 0);
    else this.seek(starts[Math.max(0, Math.min(starts.length - 1, near + (forward ?? 0)))] ?? 0);
  }

  private draw(width: number, loudness: Float32Array): void {
    const ratio = window.devicePixelRatio || 1;
    const high = 30;
    this.canvas.width = Math.min(16000, width * ratio);
    this.canvas.height = high * ratio;
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    pen.scale(this.canvas.width / width, ratio);
    pen.fillStyle = getComputedStyle(this.element).getPropertyValue("--faint") || "#888";
    const end = this.seconds * this.scale;
    for (let x = 0; x < end; x += 4) {
      const loud = loudness[Math.floor((x / end) * loudness.length)] ?? 0;
      const bar = Math.max(1.5, loud * (high - 2));
      pen.beginPath();
      pen.roundRect(x, (high - bar) / 2, 2, bar, 1);
      pen.fill();
    }
  }
}
