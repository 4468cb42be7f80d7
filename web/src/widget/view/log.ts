// The conversation in words: heard by screen readers as it grows.

import type { Texts } from "../texts/index.js";
import { make } from "./dom.js";

type Words = Pick<Texts, "log" | "you" | "interrupted" | "noticeLong">;

/** entries that are kept */
const KEPT = 200;

export class Log {
  readonly element = make("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
  private readonly first = make("p", { class: "notice-long" });
  private readonly entries = new Map<string, HTMLElement>();

  constructor(private words: Words) {
    this.element.append(this.first);
    this.rename(words);
  }

  rename(words: Words): void {
    this.words = words;
    this.first.textContent = words.noticeLong;
    this.element.setAttribute("aria-label", words.log);
  }

  add(role: "user" | "agent", source: string, text: string, name: string): void {
    const who = make("span", { class: "unseen" }, `${role === "user" ? this.words.you : name}: `);
    const entry = make("div", { class: `entry ${role}` }, who, make("span", { class: "text", dir: "auto" }, text));
    this.entries.set(`${role} ${source}`, entry);
    this.element.append(entry);
    while (this.element.children.length > KEPT) this.first.nextElementSibling?.remove();
    this.follow();
  }

  /** An answer goes on: only what is new is read aloud. */
  extend(source: string, text: string): void {
    const entry = this.entries.get(`agent ${source}`);
    entry?.querySelector(".text")?.append(make("span", {}, text));
    this.follow();
  }

  /** An answer was stopped: what stands is what was heard. */
  cutShort(source: string, spoken: string): void {
    const entry = this.entries.get(`agent ${source}`);
    if (!entry || entry.querySelector(".mark")) return;
    const text = entry.querySelector(".text");
    if (text) text.textContent = spoken ? `${spoken}…` : "…";
    entry.append(" ", make("span", { class: "mark" }, `(${this.words.interrupted})`));
  }

  private follow(): void {
    this.element.scrollTop = this.element.scrollHeight;
  }
}
