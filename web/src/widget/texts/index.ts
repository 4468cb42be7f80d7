// The widget's own words: shipped in English, Chinese and Arabic; a page adds others or changes some.

import { ar } from "./ar.js";
import { en, type Texts } from "./en.js";
import { zh } from "./zh.js";

export type { Texts } from "./en.js";

const KNOWN = new Map<string, Texts>([
  ["en", en],
  ["zh", zh],
  ["ar", ar],
]);
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps", "yi", "ug", "sd", "ckb", "dv"]);

function primary(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}

/** Add a language, or change words of a known one. */
export function addTexts(language: string, words: Partial<Texts>): void {
  KNOWN.set(primary(language), { ...(KNOWN.get(primary(language)) ?? en), ...words });
}

/** Choose among: what is asked for, the page's language, the browser's. English if none is known. */
export function chooseLanguage(asked: string, page: string): string {
  const wishes = asked && asked !== "auto" ? [asked] : [page, ...navigator.languages];
  return wishes.map(primary).find((tag) => KNOWN.has(tag)) ?? "en";
}

export function textsOf(language: string): Texts {
  return KNOWN.get(primary(language)) ?? en;
}

export function isRightToLeft(language: string): boolean {
  return RIGHT_TO_LEFT.has(primary(language));
}

/** Put values in the places of a text: {name}. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
