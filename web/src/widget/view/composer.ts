// Where one asks: typed or spoken, and where one stops the answer.

import type { Texts } from "../texts/index.js";
import { iconButton, make, rename, setOrDrop } from "./dom.js";

export interface Asked {
  ask(text: string): void;
  stop(): void;
  /** The microphone was pressed. */
  listen(): void;
}

/** longest question, letters: what a session takes */
const LONGEST = 2000;

export class Composer {
  readonly element: HTMLFormElement;
  readonly input: HTMLInputElement;
  readonly hint = make("p", { class: "hint", hidden: true, role: "status" });
  private readonly microphone = iconButton("microphone", "", "microphone");
  private readonly send = iconButton("send", "", "send");
  private readonly halt = iconButton("stop", "", "halt");
  private isBusy = false;

  constructor(private readonly asked: Asked) {
    this.input = make("input", { type: "text", autocomplete: "off", enterkeyhint: "send", maxlength: String(LONGEST) });
    this.send.type = "submit";
    this.element = make("form", { class: "composer" }, this.input, this.microphone, this.halt, this.send);
    this.element.addEventListener("submit", (event) => this.submit(event));
    this.input.addEventListener("input", () => this.refresh());
    this.halt.addEventListener("click", () => this.stop());
    this.microphone.addEventListener("click", () => asked.listen());
    this.refresh();
  }

  rename(words: Texts): void {
    this.input.setAttribute("aria-label", words.ask);
    this.input.placeholder = words.placeholder;
    rename(this.send, words.send);
    rename(this.halt, words.stop);
    rename(this.microphone, words.listen);
  }

  busy(isBusy: boolean): void {
    this.isBusy = isBusy;
    this.refresh();
  }

  /** Show a microphone, or none. */
  hearing(isPossible: boolean): void {
    this.microphone.hidden = !isPossible;
  }

  /** The microphone listens; what it has understood so far stands in the field. */
  listening(isListening: boolean, label: string): void {
    this.microphone.setAttribute("aria-pressed", String(isListening));
    rename(this.microphone, label);
  }

  understood(text: string): void {
    this.input.value = text;
    this.refresh();
  }

  tell(text: string): void {
    this.hint.textContent = text;
    this.hint.hidden = !text;
  }

  private stop(): void {
    this.asked.stop();
    this.input.focus();
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.asked.ask(text);
    this.refresh();
  }

  private refresh(): void {
    const hasText = this.input.value.trim() !== "";
    setOrDrop(this.input, "dir", this.input.value ? "auto" : undefined); // what is to be filled in reads as the page does
    this.halt.hidden = !this.isBusy;
    this.send.hidden = this.isBusy && !hasText;
    this.send.setAttribute("aria-disabled", String(!hasText));
  }
}
