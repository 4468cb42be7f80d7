import { named, tongue } from "./index";
import table from "./warnings.zh.json";

/** What the server's sentences on a text are like, and the same in Chinese: {1} is the first part that varies, {L1} a language. */
const IN_CHINESE = (table as [string, string][]).map(([pattern, said]): [RegExp, string] => [new RegExp(pattern, "u"), said]);

/** Say a warning in the language of the page; one that there are no words for stays as it is. */
export function warned(sentence: string): string {
  if (tongue() !== "zh") return sentence;
  for (const [pattern, said] of IN_CHINESE) {
    const found = pattern.exec(sentence);
    if (found) return said.replace(/\{(L?)(\d)\}/g, (_, isLanguage: string, index: string) => (isLanguage ? named : String)(found[Number(index)] ?? ""));
  }
  return sentence;
}
