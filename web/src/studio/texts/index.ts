import { en, type Key } from "./en";
import { photo } from "./photo.zh";
import { zh } from "./zh";

export type { Key } from "./en";

/** A language of the page itself. */
export type Tongue = "en" | "zh";

const TEXTS: Record<Tongue, Record<Key, string>> = { en, zh };
let spoken: Tongue = "en";

/** Give the language that the page is in. */
export const tongue = (): Tongue => spoken;

/** Choose the language of the page. */
export function turnTo(wanted: Tongue): void {
  spoken = wanted;
}

/** Give the language that the browser's owner reads. */
export const usual = (): Tongue => (navigator.languages.find((each) => /^(zh|en)/i.test(each)) ?? "en").slice(0, 2).toLowerCase() as Tongue;

/** Say something, with {names} filled in. */
export function t(key: Key, filled: Record<string, string | number> = {}): string {
  return TEXTS[spoken][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(filled[name] ?? whole));
}

/** Say something that there may be no words for; then give the word itself. */
export const word = (key: string, otherwise: string): string => TEXTS[spoken][key as Key] ?? (spoken === "zh" ? photo[key] : undefined) ?? otherwise;

/** Say a length of time. */
export function lasting(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 90 ? t("time.seconds", { n: whole }) : t("time.minutes", { m: Math.floor(whole / 60), n: whole % 60 });
}

/** Name a language of the world in the language of the page. */
export function named(tag: string): string {
  try {
    return new Intl.DisplayNames([spoken === "zh" ? "zh-Hans" : "en"], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Put the words into what has `data-t` (its text) or `data-label` (its name for screen readers). */
export function retell(root: ParentNode): void {
  for (const each of root.querySelectorAll<HTMLElement>("[data-t]")) each.textContent = t(each.dataset["t"] as Key);
  for (const each of root.querySelectorAll<HTMLElement>("[data-label]")) each.setAttribute("aria-label", t(each.dataset["label"] as Key));
}
