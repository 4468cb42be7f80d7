import type { Choices, Network } from "./api";
import { select, slider, type Option } from "./controls";
import { h } from "./dom";
import { t, type Key } from "./texts";

/** How a photo is taken apart: shut until somebody wants it otherwise than usual. */
export class Taking {
  private readonly chosen: Record<string, string> = {};
  private fidelity = 0.5;
  private readonly kept = h("div");
  readonly element: HTMLElement;

  constructor(offered: Choices) {
    const { always, upscale_by, upscale_area } = offered;
    const nobody = always.upscale?.includes("none") ? [{ value: "none", name: t("taking.upscale.none") }] : [];
    this.element = h(
      "details",
      { class: "taking", id: "taking" },
      h("summary", {}, t("taking.title")),
      h(
        "div",
        { class: "stack" },
        h("p", { class: "small quiet" }, t("taking.about")),
        this.field("upscale", [...nobody, ...networks(offered.upscale)]),
        this.field("upscale_by", upscale_by.map((each) => ({ value: String(each), name: `${each}×` }))),
        this.field("upscale_area", upscale_area.filter((each) => each !== "face").map((each) => ({ value: each, name: t("taking.upscale_area.frame") }))),
        this.field("restore", networks(offered.restore), () => this.drawKept()),
        this.kept,
        this.field("matting", networks(offered.matting)),
        this.field("detector", networks(offered.detector)),
      ),
    );
    this.drawKept();
  }

  /** What was chosen, by the names that the server gives it; what is as usual is left out. */
  get options(): Record<string, string | number> {
    const said = Object.fromEntries(Object.entries(this.chosen).filter(([, value]) => value));
    return this.chosen.restore ? { ...said, fidelity: this.fidelity } : said;
  }

  private field(name: "upscale" | "upscale_by" | "upscale_area" | "restore" | "matting" | "detector", options: Option[], changed = (): void => undefined): HTMLElement | null {
    if (!options.length) return null;
    const usual = { value: "", name: t(`taking.${name}.usual`) };
    const list = select(t(`taking.${name}`), [usual, ...options], this.chosen[name] ?? "", (value) => {
      this.chosen[name] = value;
      changed();
    });
    list.append(h("p", { class: "small quiet" }, t(`taking.${name}.about`)));
    return list;
  }

  private drawKept(): void {
    this.kept.hidden = !this.chosen.restore;
    const told = (value: number): string => `${Math.round(value * 100)} %`;
    const line = slider(t("taking.fidelity"), this.fidelity, [0, 1, 0.05], told, (value) => (this.fidelity = value));
    this.kept.replaceChildren(line, h("p", { class: "small quiet" }, t("taking.fidelity.about")));
  }
}

const TERMS: Record<string, Key> = { no: "taking.no", unknown: "taking.unknown" };

function networks(offered: Network[]): Option[] {
  return offered.map(({ name, commercial }) => {
    const bound = TERMS[commercial];
    return { value: name, name: bound ? `${name} (${t(bound)})` : name };
  });
}
