import { Silence, Told } from "./api";
import { find, h, icon, notice } from "./dom";
import { t } from "./texts";

/** Say something for a while, also to screen readers. */
export function say(sentence: string, kind: "" | "good" | "bad" = ""): void {
  const shown = notice(kind, sentence);
  shown.append(h("button", { type: "button", class: "icon-button", "aria-label": t("dismiss"), onclick: () => shown.remove() }, icon("close")));
  const all = find("toasts");
  while (all.childElementCount > 2) all.firstElementChild?.remove();
  all.append(shown);
  if (kind !== "bad") window.setTimeout(() => shown.remove(), 6000);
}

/** Put a fault in words. */
export function inWords(fault: unknown): string {
  if (fault instanceof Told) return fault.message;
  if (fault instanceof Silence) return t("offline");
  return fault instanceof Error ? fault.message : String(fault);
}

/** Say what went wrong; being interrupted is no fault. */
export function complain(fault: unknown): void {
  if (fault instanceof DOMException && fault.name === "AbortError") return;
  say(inWords(fault), "bad");
}
