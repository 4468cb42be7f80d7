import * as api from "./api";
import { group, select } from "./controls";
import { h, icon } from "./dom";
import type { Desk } from "./draft";
import { named, t, type Key } from "./texts";
import { complain } from "./toasts";

/** Which languages ask for which sentence as a sample. */
const SAMPLES: Record<string, string> = {
  en: "This is how I sound.",
  zh: "您好，这就是我的声音。",
  de: "So klinge ich.",
  es: "Así suena mi voz.",
  fr: "Voici ma voix.",
  it: "Questa è la mia voce.",
  pt: "Esta é a minha voz.",
  ja: "これが私の声です。",
  ko: "제 목소리는 이렇습니다.",
  ru: "Вот как я звучу.",
  ar: "هكذا يبدو صوتي.",
  hi: "मेरी आवाज़ ऐसी है।",
};

const primary = (tag: string): string => tag.split("-")[0]?.toLowerCase() ?? tag;

/** Who speaks: a list for the language at hand, each with its sample. */
export class Voices {
  private readonly sound = new Audio();
  private playing: string | null = null;
  private asking: AbortController | null = null;
  private detected = "";
  readonly element = h("div");

  constructor(
    private readonly desk: Desk,
    private readonly all: api.Voice[],
  ) {
    this.sound.addEventListener("ended", () => this.silence());
    desk.watch((_, changed) => (changed.has("language") || changed.has("voice")) && this.draw());
  }

  /** Take in which language the text was found to be in, so that its voices are shown. */
  detect(language: string): void {
    if (language === this.detected) return;
    this.detected = language;
    this.draw();
  }

  draw(): void {
    const { language, voice } = this.desk.now;
    const tags = [...new Set(this.all.map((each) => primary(each.language)))];
    const auto = this.detected ? t("voice.auto.of", { language: named(this.detected) }) : t("voice.auto");
    const languages = tags.map((value) => ({ value, name: named(value) })).sort((a, b) => a.name.localeCompare(b.name));
    const shown = primary(language === "auto" ? this.detected || "en" : language);
    const rows = this.all.filter((each) => primary(each.language) === shown || each.name === voice).sort((a, b) => rank(a) - rank(b));
    const list = h(
      "div",
      { class: "voices", role: "radiogroup", "aria-label": t("voice.title") },
      this.row("", t("voice.usual"), t("voice.usual.about"), ""),
      ...rows.map((each) => this.row(each.name, each.name, about(each), each.name)),
      this.row("fast", t("voice.fast"), t("voice.fast.about"), "fast"),
    );
    const at = this.element.querySelector(".voices")?.scrollTop ?? 0;
    const inside = this.element.contains(document.activeElement) ? document.activeElement : null;
    const focused = inside instanceof HTMLInputElement ? inside.value : null;
    this.element.replaceChildren(
      group("voice.title", select(t("voice.language"), [{ value: "auto", name: auto }, ...languages], language, (value) => this.desk.change({ language: value, voice: "" })), list),
    );
    list.scrollTop = at;
    if (focused !== null) this.element.querySelector<HTMLInputElement>(`input[value="${CSS.escape(focused)}"]`)?.focus();
  }

  private row(value: string, name: string, told: string, tried: string): HTMLElement {
    const isPlaying = this.playing === value;
    const act = t(isPlaying ? "voice.stop" : "voice.try", { name });
    const button = h("button", { type: "button", class: "icon-button try", "aria-label": act, title: act, onclick: () => void this.try(value, tried) }, icon(isPlaying ? "pause" : "sound"));
    return h(
      "label",
      { class: "voice" },
      h("input", { type: "radio", name: "voice", value, checked: this.desk.now.voice === value, "aria-label": `${name}, ${told}`, onchange: () => this.desk.change({ voice: value }) }),
      button,
      h("span", { class: "who" }, h("b", {}, name), h("small", {}, told)),
      h("span", { class: "tick" }, icon("check")),
    );
  }

  private async try(value: string, voice: string): Promise<void> {
    const again = this.playing === value;
    this.silence();
    if (again) return;
    this.playing = value;
    this.draw();
    this.asking = new AbortController();
    try {
      const card = this.all.find((each) => each.name === voice);
      const language = primary(card?.language ?? (this.desk.now.language === "auto" ? this.detected || "en" : this.desk.now.language));
      const made = await api.sample(voice, SAMPLES[language] ?? SAMPLES["en"] ?? "", this.asking.signal);
      this.sound.src = URL.createObjectURL(made);
      await this.sound.play();
    } catch (fault) {
      this.silence();
      complain(fault);
    }
  }

  private silence(): void {
    this.asking?.abort();
    this.sound.pause();
    if (this.sound.src.startsWith("blob:")) URL.revokeObjectURL(this.sound.src);
    this.playing = null;
    this.draw();
  }
}

/** Those that sound like people first, those without a name of their own last. */
const rank = (voice: api.Voice): number => (voice.natural ? 0 : voice.name.startsWith("espeak-") ? 2 : 1);

function about(voice: api.Voice): string {
  const region = voice.language.includes("-") ? named(voice.language) : "";
  return [region, t(`voice.${voice.gender}` as Key), t(voice.natural ? "voice.natural" : "voice.robotic")].filter(Boolean).join(" · ");
}
