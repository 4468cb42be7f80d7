import * as api from "./api";
import { group, pick, select, slider, type Option } from "./controls";
import { find, fresh, h, icon, notice } from "./dom";
import { dimensions, type Desk, type Format } from "./draft";
import { t, tongue, word, type Key } from "./texts";
import { complain } from "./toasts";
import type { Voices } from "./voices";

const FORMATS: Format[] = ["square", "portrait", "landscape"];
const SIZES = [480, 720, 1080];
const COLOURS: [string, Key][] = [
  ["#ffffff", "background.white"],
  ["#d9d5cc", "background.stone"],
  ["#1d2b45", "background.navy"],
  ["#21443a", "background.forest"],
];

/** Everything beside text and portrait, in four groups. */
export class Settings {
  private uncovered = "";
  private readonly use = h("div");
  private picture = "";

  constructor(
    private readonly desk: Desk,
    private readonly studio: api.Studio,
    private readonly voices: Voices,
    private readonly portrait: () => api.Portrait | undefined,
    private readonly remove: (portrait: api.Portrait) => void,
    private readonly sign: (portrait: api.Portrait) => void,
  ) {
    desk.watch((_, changed) => {
      if (changed.has("format") || changed.has("background") || changed.has("portrait")) this.drawPicture();
      if (changed.has("portrait")) this.drawUse();
    });
  }

  private readonly pictured = h("div");

  draw(): void {
    this.voices.draw();
    this.drawPicture();
    this.drawUse();
    find("setup").replaceChildren(this.voices.element, this.delivery(), this.pictured, this.use);
  }

  /** Take in what the permission does not cover, "" where it covers everything. */
  cover(uncovered: string): void {
    if (uncovered === this.uncovered) return;
    this.uncovered = uncovered;
    this.drawUse();
  }

  private delivery(): HTMLElement {
    const { emotion, speed } = this.desk.now;
    return group(
      "delivery.title",
      pick(t("delivery.emotion"), named("emotion", this.studio.emotions), emotion, (value) => this.desk.change({ emotion: value })),
      slider(t("delivery.speed"), speed, [0.5, 2, 0.05], (value) => `${value.toFixed(2).replace(/0$/, "")}×`, (value) => this.desk.change({ speed: value })),
    );
  }

  private drawPicture(): void {
    const focused = document.activeElement;
    const kept = focused instanceof HTMLInputElement && this.pictured.contains(focused) ? focused.value : null;
    const { size, subtitles, format } = this.desk.now;
    const sizes = SIZES.map((value) => ({ value: String(value), name: dimensions({ format, size: value }).join(" × ") }));
    this.pictured.replaceChildren(
      group(
        "picture.title",
        this.formats(),
        h("div", { class: "pair" },
          select(t("picture.size"), sizes, String(size), (value) => this.desk.change({ size: Number(value) })),
          select(t("picture.subtitles"), named("subtitles", this.studio.subtitles), subtitles, (value) => this.desk.change({ subtitles: value })),
        ),
        this.backgrounds(),
      ),
    );
    if (kept) this.pictured.querySelector<HTMLInputElement>(`input[value="${CSS.escape(kept)}"]`)?.focus();
  }

  private formats(): HTMLElement {
    const tiles = FORMATS.map((format) =>
      h("label", { class: "tile" },
        h("input", { type: "radio", name: "format", value: format, checked: format === this.desk.now.format, onchange: () => this.desk.change({ format }) }),
        h("span", { class: `shape ${format}`, "aria-hidden": "true" }, h("i")),
        h("span", {}, t(`format.${format}`)),
      ),
    );
    return h("div", { class: "tiles", role: "radiogroup", "aria-label": t("picture.format") }, ...tiles);
  }

  private backgrounds(): HTMLElement {
    const { background } = this.desk.now;
    const picture = this.portrait()?.thumbnail ?? "";
    const isOwnColour = background.startsWith("#") && !COLOURS.some(([colour]) => colour === background);
    const label = fresh("label");
    const name = background.startsWith("#") ? (COLOURS.find(([colour]) => colour === background)?.[1] ?? "background.colour") : background.startsWith("upload:") ? "background.picture" : (`background.${background}` as Key);
    return h("div", { class: "field" },
      h("span", { class: "label" }, h("span", { id: label }, t("picture.background")), ": ", h("span", { class: "swatch-name" }, t(name))),
      h("div", { class: "swatches", role: "radiogroup", "aria-labelledby": label },
        this.swatch("own", "background.own", h("img", { src: picture, alt: "" })),
        this.swatch("blur", "background.blur", h("img", { src: picture, alt: "", class: "blurred" })),
        ...COLOURS.map(([colour, key]) => this.swatch(colour, key)),
        this.colour(isOwnColour ? background : ""),
        this.upload(background),
      ),
      background === "own" ? null : h("p", { class: "small quiet" }, t("stage.backdrop")),
    );
  }

  private swatch(value: string, key: Key, ...inside: Node[]): HTMLElement {
    const made = h("label", { class: "swatch", title: t(key) },
      h("input", { type: "radio", name: "background", value, "aria-label": t(key), checked: this.desk.now.background === value, onchange: () => this.desk.change({ background: value }) }),
      ...inside,
    );
    if (value.startsWith("#")) made.style.backgroundColor = value;
    return made;
  }

  private colour(chosen: string): HTMLElement {
    const input = h("input", { type: "color", value: chosen || "#c9b8a4", "aria-label": t("background.colour"), onchange: () => this.desk.change({ background: input.value }) });
    const made = h("div", { class: "swatch", title: t("background.colour") },
      chosen ? h("input", { type: "radio", name: "background", value: chosen, checked: true, "aria-label": t("background.colour") }) : null, icon("plus"), input);
    if (chosen) made.style.backgroundColor = chosen;
    return made;
  }

  private upload(background: string): HTMLElement {
    const isChosen = background.startsWith("upload:");
    const input = h("input", { type: "file", accept: "image/*", "aria-label": t("background.picture") });
    input.addEventListener("change", () => input.files?.[0] && void this.send(input.files[0]));
    return h("div", { class: "swatch", title: t("background.picture") },
      isChosen && h("input", { type: "radio", name: "background", value: background, checked: true, "aria-label": t("background.picture") }),
      this.picture && isChosen ? h("img", { src: this.picture, alt: "" }) : icon("photo"),
      input,
    );
  }

  private async send(file: File): Promise<void> {
    try {
      const id = await api.backdrop(file);
      this.picture = URL.createObjectURL(file);
      this.desk.change({ background: `upload:${id}` });
    } catch (fault) {
      complain(fault);
    }
  }

  /** What can be done with a portrait of one's own. */
  private own(who: api.Portrait): HTMLElement {
    const act = (name: string, key: Key, kind: string, done: () => void): HTMLElement => h("button", { type: "button", class: `button plain ${kind}`, onclick: done }, icon(name), t(key));
    return h("div", { class: "own" }, act("shield", "consent.anew", "", () => this.sign(who)), act("trash", "cast.remove", "danger", () => this.remove(who)));
  }

  private drawUse(): void {
    const { purpose, channel } = this.desk.now;
    const who = this.portrait();
    this.use.replaceChildren(
      group(
        "use.title",
        h("div", { class: "pair" },
          select(t("use.purpose"), named("purpose", this.studio.purposes), purpose, (value) => this.desk.change({ purpose: value })),
          select(t("use.channel"), named("channel", this.studio.channels), channel, (value) => this.desk.change({ channel: value })),
        ),
        h("div", { "aria-live": "polite" }, this.uncovered ? notice("bad", this.uncovered) : who ? h("p", { class: "small quiet" }, covered(who)) : null),
        who && !who.shipped ? this.own(who) : null,
      ),
    );
  }
}

function covered(portrait: api.Portrait): string {
  const { permission } = portrait;
  if (!permission.valid) return permission.why;
  if (permission.synthetic && portrait.shipped) return t("use.covered.always");
  return t("use.covered", { date: day(permission.expires) });
}

/** Write a day as the page's language does. */
export const day = (moment: string): string => new Date(moment).toLocaleDateString(tongue() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "long" });

/** Name some words of the server's in the page's language. */
export const named = (kind: string, words: string[]): Option[] => words.map((value) => ({ value, name: word(`${kind}.${value}`, value) }));
