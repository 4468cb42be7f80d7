// Defines <avatar-agent>, and puts one into the page if the script's own tag names an agent.

import { AvatarAgent } from "./element.js";
import { home } from "./home.js";
import { addTexts, type Texts } from "./texts/index.js";

const NAME = "avatar-agent";
const script = document.currentScript as HTMLScriptElement | null;

/** What a page's own scripts may use. */
const Avatar = {
  version: 1,
  /** The element of an agent, or the first one in the page. */
  get(agent?: string): AvatarAgent | null {
    const all = Array.from(document.querySelectorAll<AvatarAgent>(NAME));
    return all.find((each) => !agent || (each.dataset.agent ?? each.getAttribute("agent")) === agent) ?? null;
  },
  /** Add the widget's words in a language, or change some. Before the element stands in the page. */
  texts(language: string, words: Partial<Texts>): void {
    addTexts(language, words);
  },
};

function put(tag: HTMLScriptElement): void {
  const element = document.createElement(NAME);
  for (const [name, value] of Object.entries(tag.dataset)) if (value !== undefined) element.dataset[name] = value;
  const target = tag.dataset.target ? document.querySelector(tag.dataset.target) : null;
  if (target) target.append(element);
  else if (tag.dataset.mode === "inline" && tag.parentElement !== document.head) tag.after(element);
  else document.body.append(element);
}

if (script) {
  home.url = script.src || document.baseURI;
  home.nonce = script.nonce ?? "";
}
if (!customElements.get(NAME)) {
  (window as unknown as { Avatar: typeof Avatar }).Avatar = Avatar;
  customElements.define(NAME, AvatarAgent);
}
if (script?.dataset.agent) {
  if (document.body) put(script);
  else document.addEventListener("DOMContentLoaded", () => put(script), { once: true });
}
