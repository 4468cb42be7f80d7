// The button in the corner of a page.

import { fill, type Texts } from "../texts/index.js";
import { icon, make } from "./dom.js";

export class Launcher {
  readonly element = make("button", { type: "button", class: "launcher", "aria-haspopup": "dialog", "aria-expanded": "false" });
  readonly picture = make("canvas", { hidden: true });
  private readonly title = make("b");
  private readonly notice = make("small");

  constructor() {
    const round = make("span", { class: "picture", "aria-hidden": "true" }, icon("chat"), this.picture);
    this.element.append(round, make("span", { class: "words" }, this.title, this.notice));
  }

  rename(words: Texts, name: string): void {
    this.title.textContent = fill(words.open, { name });
    this.notice.textContent = words.notice;
  }

  open(isOpen: boolean): void {
    this.element.hidden = isOpen;
    this.element.setAttribute("aria-expanded", String(isOpen));
  }
}
