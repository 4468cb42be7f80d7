// Words over the face, each bright from the moment when it is said.

import type { Line } from "../speech/captions.js";
import { make } from "./dom.js";

export class CaptionView {
  /** The log says the same to screen readers. */
  readonly element = make("div", { class: "caption", "aria-hidden": "true", dir: "auto" });
  private words: readonly unknown[] = [];
  private spans: HTMLElement[] = [];
  isOn = true;

  show(line: Line | null): void {
    if (!line || !this.isOn) {
      this.words = [];
      this.element.replaceChildren();
      return;
    }
    if (!this.isSame(line)) this.lay(line);
    this.spans.forEach((span, index) => span.classList.toggle("said", index < line.said));
  }

  private isSame(line: Line): boolean {
    return line.words.length === this.words.length && line.words.every((word, index) => word === this.words[index]);
  }

  private lay(line: Line): void {
    this.words = line.words;
    this.spans = line.words.map((word) => make("span", {}, word.text));
    this.element.replaceChildren(make("p", { dir: "auto" }, ...this.spans));
  }
}
