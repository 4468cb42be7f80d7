import * as api from "./api";
import { Consent } from "./consent";
import { open } from "./dialog";
import { h, icon, notice } from "./dom";
import { Taking } from "./taking";
import { t, word } from "./texts";
import { inWords, say } from "./toasts";

const ICONS = { good: "check", usable: "warn", poor: "stop" } as const;

/** From a photo to a portrait: how it suits, whose leave there is, then it is prepared. */
export class Enrolment {
  private readonly window: ReturnType<typeof open>;
  private picture = "";
  private taking: Taking | undefined;

  constructor(
    private readonly studio: api.Studio,
    private readonly done: (portrait: api.Portrait) => void,
    file?: File,
  ) {
    this.window = open(t("enrol.title"), () => URL.revokeObjectURL(this.picture));
    if (file) void this.check(file);
    else this.ask();
  }

  private ask(fault = ""): void {
    const input = h("input", { type: "file", accept: "image/*", id: "photo-file", "aria-label": t("enrol.drop") });
    input.addEventListener("change", () => input.files?.[0] && void this.check(input.files[0]));
    const drop = h("div", { class: "drop" }, icon("photo"), h("b", {}, t("enrol.drop")), h("p", {}, t("enrol.drop.about")), input);
    drop.addEventListener("dragover", () => drop.classList.add("over"));
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    this.window.foot.hidden = true;
    this.window.body.replaceChildren(fault ? notice("bad", fault) : "", drop);
    input.focus();
  }

  private async check(file: File): Promise<void> {
    URL.revokeObjectURL(this.picture);
    this.picture = URL.createObjectURL(file);
    const told = h("div", { class: "stack", role: "status" }, h("p", {}, t("enrol.checking")), h("div", { class: "bar unknown" }, h("i")));
    this.split(told);
    try {
      const [found, offered] = await Promise.all([api.photo(file), api.choices()]);
      this.taking = new Taking(offered);
      this.judge(found, file);
    } catch (fault) {
      this.ask(inWords(fault));
    }
  }

  private split(right: HTMLElement): void {
    const picture = h("img", { src: this.picture, alt: "" });
    this.window.foot.hidden = true;
    this.window.body.replaceChildren(h("div", { class: "split" }, h("figure", {}, picture), right));
  }

  private judge(found: api.Checked, file: File): void {
    const kind = ({ good: "good", usable: "warn", poor: "warn", refused: "bad" } as const)[found.verdict];
    const worth = found.items.filter((each) => each.verdict !== "good" && each.name !== "face");
    const good = found.items.filter((each) => each.verdict === "good");
    this.split(
      h(
        "div",
        { class: "stack" },
        h("div", { role: "status" }, notice(kind, h("b", {}, t(`verdict.${found.verdict}`)), found.why ? ` ${found.why}` : "")),
        worth.length ? h("ul", { class: "items" }, ...worth.map((each) => item(each))) : null,
        good.length ? h("details", { open: !worth.length }, h("summary", {}, t("enrol.items.good", { n: good.length })), h("ul", { class: "items" }, ...good.map((each) => item(each)))) : null,
        found.verdict === "refused" ? null : this.taking?.element,
      ),
    );
    const another = h("button", { type: "button", class: "button", onclick: () => this.ask() }, t("enrol.another"));
    const go = h("button", { type: "button", class: "button primary", onclick: () => this.sign(found, file) }, t(found.verdict === "poor" ? "enrol.go.poor" : "enrol.go"));
    this.foot(another, found.verdict === "refused" ? null : go);
  }

  private sign(found: api.Checked, file: File): void {
    const form = new Consent(this.studio, file.name.replace(/\.[^.]+$/, ""));
    this.split(form.element);
    const fault = h("div", { class: "quiet", role: "alert" });
    const act = async (): Promise<void> => {
      const missing = form.missing();
      fault.textContent = missing;
      if (missing) return;
      button.disabled = true;
      try {
        await api.sign(found.photo, form.terms());
        await this.prepare(found.photo, form.portrait);
      } catch (problem) {
        fault.textContent = inWords(problem);
        button.disabled = false;
      }
    };
    const button = h("button", { type: "button", class: "button primary", id: "sign", onclick: () => void act() }, icon("shield"), t("consent.sign"));
    this.foot(fault, h("button", { type: "button", class: "button", onclick: () => this.judge(found, file) }, t("back")), button);
    this.window.body.scrollTop = 0;
  }

  private async prepare(photo: string, name: string): Promise<void> {
    const fill = h("i");
    const bar = h("div", { class: "bar", role: "progressbar", "aria-label": t("enrolling.title"), "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": 0 }, fill);
    const step = h("p", { class: "small quiet" }, t("enrolling.about"));
    this.split(h("div", { class: "stack" }, h("h3", {}, t("enrolling.title")), bar, step));
    let made: api.Portrait | undefined;
    try {
      for await (const told of api.enrol(photo, name, this.taking?.options ?? {})) {
        if (told.problem) throw new api.Told(told.problem.detail, 0, "");
        if (told.total) {
          const share = (told.done ?? 0) / told.total;
          fill.style.transform = `scaleX(${share})`;
          bar.setAttribute("aria-valuenow", String(Math.round(share * 100)));
        }
        if (told.portrait) made = told.portrait;
      }
    } catch (fault) {
      this.split(h("div", { class: "stack" }, notice("bad", inWords(fault))));
      this.foot(h("button", { type: "button", class: "button", onclick: () => this.ask() }, t("enrol.another")));
      return;
    }
    this.window.dialog.close();
    if (made) {
      say(t("enrolling.done", { name: made.name }), "good");
      this.done(made);
    }
  }

  private foot(...inside: (Node | null)[]): void {
    this.window.foot.hidden = false;
    this.window.foot.replaceChildren(...inside.filter((each): each is Node => each !== null));
  }
}

/** Sign one more permission of a portrait that is here already. */
export function signAnew(studio: api.Studio, portrait: api.Portrait, done: () => void): void {
  const { dialog, body, foot } = open(t("consent.anew"));
  const form = new Consent(studio, portrait.name, false);
  const fault = h("div", { class: "quiet", role: "alert" });
  const act = async (): Promise<void> => {
    const missing = form.missing();
    fault.textContent = missing;
    if (missing) return;
    button.disabled = true;
    try {
      await api.signAnew(portrait.name, form.terms());
      dialog.close();
      say(t("consent.signed"), "good");
      done();
    } catch (problem) {
      fault.textContent = inWords(problem);
      button.disabled = false;
    }
  };
  const button = h("button", { type: "button", class: "button primary", id: "sign", onclick: () => void act() }, icon("shield"), t("consent.sign.only"));
  body.append(h("div", { class: "split" }, h("figure", {}, h("img", { src: portrait.picture, alt: "" })), form.element));
  foot.hidden = false;
  foot.append(fault, button);
}

function item(each: api.Item): HTMLElement {
  const measured = each.value === null ? "" : each.unit === "0-1" ? String(each.value) : `${each.value} ${word(`unit.${each.unit}`, each.unit)}`;
  const why = word(`photo.${each.name}.${each.verdict === "good" ? "good" : "bad"}`, each.why);
  return h("li", { "data-state": each.verdict }, icon(ICONS[each.verdict]), h("div", {}, h("b", {}, word(`photo.${each.name}`, each.name)), measured ? h("span", { class: "measure" }, ` ${measured}`) : null, h("div", {}, why)));
}
