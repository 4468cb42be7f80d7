import * as api from "./api";
import { find, h, notice, settled } from "./dom";
import type { Desk } from "./draft";
import { lasting, named, t, word, type Key } from "./texts";
import { warned } from "./texts/warnings";
import { inWords } from "./toasts";

const INSERTS: [Key, string][] = [
  ["insert.pause", "[pause 500ms]"],
  ["insert.smile", "[smile]"],
  ["insert.nod", "[nod]"],
  ["insert.reading", "[[]]"],
];

/** The text, what the server reads in it, and what is to be said of that. */
export class Script {
  private readonly area = find<HTMLTextAreaElement>("script");
  private reading: api.Reading | null = null;
  private asking: AbortController | null = null;
  private readonly later = settled(350, () => void this.check());

  constructor(
    private readonly desk: Desk,
    private readonly read: (reading: api.Reading | null) => void,
  ) {
    this.area.value = desk.now.text;
    this.area.addEventListener("input", () => desk.change({ text: this.area.value }));
    desk.watch((draft, changed) => {
      if (changed.has("text") && draft.text !== this.area.value) this.area.value = draft.text;
      if (changed.has("text")) {
        this.fit();
        this.mark();
      }
      const matters = ["text", "language", "voice", "portrait", "purpose", "channel", "speed", "emotion"] as const;
      if (matters.some((each) => changed.has(each))) this.soon();
    });
    window.addEventListener("resize", () => this.fit());
  }

  draw(): void {
    this.area.placeholder = t("script.placeholder");
    find("inserts").replaceChildren(...INSERTS.map(([key, mark]) => h("button", { type: "button", onclick: () => this.insert(key, mark) }, t(key))));
    this.fit();
    this.tell();
  }

  /** Have the text read soon, once typing stops. */
  soon(): void {
    this.asking?.abort();
    this.later();
  }

  private async check(): Promise<void> {
    const { text, language, voice, portrait, purpose, channel, speed, emotion } = this.desk.now;
    if (!text.trim()) {
      this.take(null);
      return;
    }
    this.asking = new AbortController();
    try {
      this.take(await api.check({ text, language, voice, portrait, purpose, channel, speed, emotion }, this.asking.signal));
    } catch (fault) {
      if (fault instanceof DOMException) return;
      this.take(null);
      find("notes").replaceChildren(h("li", {}, notice("bad", inWords(fault))));
    }
  }

  private take(reading: api.Reading | null): void {
    this.reading = reading;
    this.mark();
    this.tell();
    this.read(reading);
  }

  private tell(): void {
    const { reading } = this;
    const line = find("reading");
    if (!reading) line.textContent = t("reading.empty");
    else {
      const sentences = reading.sentences === 1 ? t("reading.sentence") : t("reading.sentences", { n: reading.sentences });
      const parts = [reading.languages.map(named).join(" + "), t("reading.characters", { n: reading.characters }), sentences, t("reading.seconds", { time: lasting(reading.seconds) })];
      line.replaceChildren(...parts.filter(Boolean).map((each, place) => h(place ? "span" : "b", {}, each)));
    }
    find("notes").replaceChildren(...(reading ? this.notes(reading) : []));
  }

  private notes(reading: api.Reading): HTMLElement[] {
    const objections = deciding(reading).map((each) => {
      const isRefused = each.decision === "refuse";
      const show = h("button", { type: "button", onclick: () => this.select(each) }, t("notes.show"));
      const head = h("b", {}, t(isRefused ? "notes.refuse" : "notes.hold"));
      return notice(isRefused ? "bad" : "warn", head, ` ${word(`policy.${each.category}`, each.why)} `, !isRefused && `${t("notes.hold.cure")} `, show);
    });
    const faults = reading.fault ? [notice("bad", reading.fault)] : [];
    return [...faults, ...objections, ...reading.warnings.map((each) => notice("", warned(each)))].map((each) => h("li", {}, each));
  }

  private select(finding: api.Finding): void {
    this.area.focus();
    this.area.setSelectionRange(finding.start, finding.end);
  }

  /** Underline what is objected to, behind the text. */
  private mark(): void {
    const { text } = this.desk.now;
    const parts: (Node | string)[] = [];
    let at = 0;
    for (const each of this.reading ? deciding(this.reading).sort((a, b) => a.start - b.start) : []) {
      if (each.start < at || each.end > text.length) continue;
      parts.push(text.slice(at, each.start), h("mark", { class: each.decision }, text.slice(each.start, each.end)));
      at = each.end;
    }
    find("mirror").replaceChildren(...parts, `${text.slice(at)}\n`);
  }

  private insert(key: Key, mark: string): void {
    const { selectionStart: start, selectionEnd: end, value } = this.area;
    const isReading = key === "insert.reading";
    const chosen = value.slice(start, end) || (isReading ? t("insert.reading.example") : "");
    const put = !isReading ? `${start && !/\s$/.test(value.slice(0, start)) ? " " : ""}${mark} ` : chosen.includes("[[") ? chosen : `${chosen}[[]]`;
    this.area.focus();
    this.area.setRangeText(put, start, end, "end");
    if (isReading) {
      const inside = this.area.value.indexOf("[[", start) + 2;
      this.area.setSelectionRange(inside, Math.max(inside, this.area.value.indexOf("]]", inside)));
    }
    this.desk.change({ text: this.area.value });
  }

  /** Be as high as the text. */
  private fit(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight}px`;
  }
}

/** Give what decides: where something is refused, what would only be held says nothing more. */
const deciding = ({ findings, decision }: api.Reading): api.Finding[] => findings.filter((each) => each.decision === decision);
