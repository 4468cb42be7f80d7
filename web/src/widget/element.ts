// <avatar-agent>: what the page's author writes, and what scripts may call.

import { home } from "./home.js";
import { readSettings, WATCHED } from "./settings.js";
import { Widget } from "./widget.js";

export class AvatarAgent extends HTMLElement {
  static readonly observedAttributes = WATCHED;
  readonly #root = this.attachShadow({ mode: "open" });
  #widget: Widget | null = null;

  /** Say a text; gives the id by which events tell of it. */
  speak(text: string): string {
    return this.#need().speak(text);
  }

  /** Ask a question, as if it were typed; gives the id by which events tell of it. */
  ask(text: string): string {
    return this.#need().ask(text);
  }

  /** Be silent at once. */
  interrupt(): void {
    this.#widget?.interrupt();
  }

  mute(isMuted = true): void {
    this.#need().mute(isMuted);
  }

  open(): void {
    this.#widget?.open();
  }

  close(): void {
    this.#widget?.close();
  }

  get isOpen(): boolean {
    return this.#widget?.isOpen ?? false;
  }

  /** What can be measured here: see docs/embed.md. */
  get metrics(): Record<string, unknown> {
    return this.#widget?.metrics ?? {};
  }

  connectedCallback(): void {
    if (!this.#widget) this.#build();
  }

  disconnectedCallback(): void {
    // An element that is moved comes back within the same task.
    queueMicrotask(() => {
      if (!this.isConnected) this.#tearDown();
    });
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected || !this.#widget) return;
    this.#tearDown();
    this.#build();
  }

  #need(): Widget {
    if (!this.#widget) throw new Error("avatar-agent: it is not in a page yet, or names no agent");
    return this.#widget;
  }

  #build(): void {
    const settings = readSettings(this, home.url);
    if (settings.agent) this.#widget = new Widget(this, this.#root, settings);
    else console.warn('avatar-agent: say which agent: data-agent="NAME"');
  }

  #tearDown(): void {
    this.#widget?.dispose();
    this.#widget = null;
  }
}
