import * as api from "./api";
import { find, h, icon, notice } from "./dom";
import { dimensions, type Desk } from "./draft";
import { lasting, t, word } from "./texts";
import { inWords, say } from "./toasts";

const STEPS = ["reading", "portrait", "speaking", "rendering", "marking"] as const;
/** what each step takes of the whole, roughly */
const SHARES: Record<string, number> = { reading: 0.03, portrait: 0.02, speaking: 0.2, rendering: 0.7, marking: 0.05 };

/** The button, and while a film is made how far it is. */
export class Make {
  private reading: api.Reading | null = null;
  private isCovered = true;
  private fault = "";
  private events: EventSource | null = null;
  private shares = new Map<string, number>();
  private stage = "";
  private begun = 0;
  private asked = false;

  constructor(
    private readonly desk: Desk,
    private readonly ready: (id: string) => void,
    private readonly portrait: () => api.Portrait | undefined,
  ) {
    desk.watch((_, changed) => {
      if (!this.desk.now.job && ["text", "format", "size"].some((each) => changed.has(each as "text"))) this.draw();
    });
  }

  /** Take in what was read in the text. */
  know(reading: api.Reading | null): void {
    this.reading = reading;
    this.isCovered = !reading?.uncovered;
    this.fault = "";
    if (!this.desk.now.job) this.draw();
  }

  /** Go on watching the film that was being made before a reload. */
  resume(): void {
    if (this.desk.now.job) this.watch(this.desk.now.job);
    this.draw();
  }

  draw(): void {
    const place = find("make");
    if (this.desk.now.job) {
      place.replaceChildren(this.progress());
      return;
    }
    const why = this.hindrance();
    const button = h("button", { type: "button", class: "button primary", id: "make-film", disabled: Boolean(why) || this.asked, onclick: () => void this.begin() }, icon("film"), t("make"));
    place.replaceChildren(this.fault ? notice("bad", this.fault) : "", button, h("p", { class: "why" }, why || this.length()));
  }

  private hindrance(): string {
    if (!this.desk.now.text.trim()) return t("make.empty");
    if (this.reading?.fault || this.reading?.decision === "refuse") return t("make.refused");
    return this.isCovered && this.portrait()?.permission.valid !== false ? "" : t("make.unsigned");
  }

  private length(): string {
    const size = dimensions(this.desk.now).join(" × ");
    return this.reading ? t("make.length", { size, time: lasting(this.reading.seconds) }) : size;
  }

  private async begin(): Promise<void> {
    this.asked = true;
    this.fault = "";
    this.draw();
    try {
      const { id } = await api.make(this.desk.now);
      this.desk.change({ job: id });
      this.watch(id);
    } catch (fault) {
      this.fault = inWords(fault);
    }
    this.asked = false;
    this.draw();
    if (this.desk.now.job) find("make").querySelector<HTMLElement>("button")?.focus();
  }

  private watch(id: string): void {
    this.events?.close();
    this.shares.clear();
    this.stage = "";
    this.begun = Date.now();
    this.events = api.events(id, (told) => {
      if (told.progress) this.advance(told.progress);
      if (told.ended) void this.ended(id);
    });
  }

  private advance({ stage, done, total }: { stage: string; done: number; total: number }): void {
    if (!this.stage) this.begun = Date.now();
    this.stage = stage;
    this.shares.set(stage, total ? done / total : 0);
    this.draw();
  }

  private async ended(id: string): Promise<void> {
    this.events?.close();
    this.events = null;
    if (this.desk.now.job !== id) return;
    try {
      const film = await api.film(id);
      if (film.status === "created" || film.status === "started") {
        this.again(id);
        return;
      }
      this.desk.change({ job: null });
      if (film.status === "done") {
        say(t("making.done"), "good");
        this.ready(id);
      } else this.fault = film.error || t("making.failed");
    } catch (fault) {
      if (fault instanceof api.Silence) {
        this.again(id);
        return;
      }
      this.fault = fault instanceof api.Told && fault.status === 404 ? "" : inWords(fault);
      this.desk.change({ job: null });
    }
    this.draw();
  }

  /** Look again in a while: the server was away, or its answer was cut. */
  private again(id: string): void {
    window.setTimeout(() => this.desk.now.job === id && this.watch(id), 2500);
  }

  private async cancel(): Promise<void> {
    const id = this.desk.now.job;
    if (!id) return;
    this.events?.close();
    this.events = null;
    this.desk.change({ job: null });
    this.draw();
    try {
      await api.stop(id);
      say(t("making.cancelled"));
    } catch (fault) {
      this.fault = inWords(fault);
      this.draw();
    }
  }

  /** Give how far the whole is, 0-1. Stages overlap: what a later one has done counts for those before it. */
  private whole(): number {
    const at = STEPS.indexOf(this.stage as (typeof STEPS)[number]);
    let sum = 0;
    STEPS.forEach((step, place) => {
      const share = this.shares.get(step) ?? (place < at ? 1 : 0);
      sum += (SHARES[step] ?? 0) * (place < at && step !== "speaking" && step !== "rendering" ? 1 : share);
    });
    return Math.min(0.99, sum);
  }

  private progress(): HTMLElement {
    const whole = this.whole();
    const passed = (Date.now() - this.begun) / 1000;
    const left = whole > 0.12 && passed > 3 ? t("making.left", { time: lasting((passed / whole) * (1 - whole)) }) : "";
    const percent = Math.round(whole * 100);
    const fill = h("i");
    fill.style.transform = `scaleX(${whole})`;
    const bar = h("div", { class: this.stage ? "bar" : "bar unknown", role: "progressbar", "aria-label": t("making"), "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": percent, "aria-valuetext": `${word(`step.${this.stage}`, "")} ${t("making.percent", { n: percent })}` }, fill);
    const at = STEPS.indexOf(this.stage as (typeof STEPS)[number]);
    const steps = STEPS.map((step, place) => h("li", { "data-state": place < at ? "done" : place === at ? "now" : "" }, t(`step.${step}`)));
    return h(
      "div",
      { class: "making" },
      h("div", { class: "head" }, h("b", {}, this.stage ? `${t("making")}, ${t("making.percent", { n: percent })}` : t("making.queued")), h("span", { class: "left" }, left)),
      bar,
      h("ol", { class: "steps" }, ...steps),
      h("button", { type: "button", class: "button", onclick: () => void this.cancel() }, t("making.cancel")),
    );
  }
}
