import type { Studio, Terms } from "./api";
import { chips } from "./controls";
import { fresh, h, icon } from "./dom";
import { named } from "./settings";
import { t, tongue, type Key } from "./texts";

const WHO = ["self", "other", "nobody"] as const;
const YEAR = 365 * 24 * 3600 * 1000;
/** the chip that stands for every channel */
const ANYWHERE = "*";

/** The form of a permission. Nothing in it is ticked beforehand but what limits it: a year. */
export class Consent {
  private who: (typeof WHO)[number] | null = null;
  private readonly purposes = new Set<string>();
  private readonly channels = new Set<string>();
  private readonly edits = new Set<string>();
  private form = "";
  private readonly name = h("input", { type: "text", id: fresh("name"), autocomplete: "name", maxlength: 120 });
  private readonly licensee = h("input", { type: "text", id: fresh("licensee"), autocomplete: "organization", maxlength: 120 });
  private readonly called = h("input", { type: "text", id: fresh("called"), maxlength: 60 });
  private readonly until = h("input", { type: "date", id: fresh("until"), min: iso(Date.now() + 86400000), value: iso(Date.now() + YEAR) });
  private readonly agreed = h("input", { type: "checkbox", id: "agree" });
  private readonly rest = h("div", { class: "stack", hidden: true });
  private readonly nameField = h("div", { class: "field" });
  private readonly licenseeField = h("div", { class: "field" });
  private readonly calledField = h("div", { class: "field" });
  private readonly formField = h("div", { class: "field" });
  private readonly statement = h("div", { class: "statement", tabindex: 0, role: "group", "aria-label": t("consent.statement") });
  private readonly agreement = h("span");
  readonly element = h("form", { class: "stack", novalidate: true, onsubmit: (event) => event.preventDefault() });

  constructor(
    private readonly studio: Studio,
    called: string,
    isNew = true,
  ) {
    this.calledField.hidden = !isNew;
    this.called.value = called.replace(/[\\/]/g, " ").trim().slice(0, 60);
    this.licensee.value = "";
    this.name.addEventListener("input", () => this.word());
    this.licensee.addEventListener("input", () => this.word());
    this.element.append(this.whose(), this.rest);
    this.fill();
  }

  /** What the portrait is to be called. */
  get portrait(): string {
    return this.called.value.trim();
  }

  /** Say what is missing, a sentence; "" when all is there. */
  missing(): string {
    const isOwn = this.who === "self";
    const needs: [boolean, Key][] = [
      [this.who !== null, "consent.title"],
      [this.who === "nobody" || Boolean(this.name.value.trim()), "consent.need.name"],
      [isOwn || Boolean(this.licensee.value.trim()), "consent.need.licensee"],
      [this.who !== "other" || Boolean(this.form), "consent.need.form"],
      [this.purposes.size > 0, "consent.need.purposes"],
      [this.channels.size > 0 || this.who === "nobody", "consent.need.channels"],
      [this.until.value > iso(Date.now()), "consent.need.expires"],
      [Boolean(this.portrait), "consent.need.portrait"],
      [this.agreed.checked, "consent.need.agree"],
    ];
    const found = needs.find(([isThere]) => !isThere);
    return found ? t(found[1]) : "";
  }

  terms(): Terms {
    const channels = this.channels.has(ANYWHERE) ? [] : [...this.channels];
    return { who: this.who ?? "self", name: this.name.value.trim(), licensee: this.licensee.value.trim(), purposes: [...this.purposes], channels, edits: [...this.edits], expires: this.until.value, form_sha256: this.form, agreed: this.agreed.checked };
  }

  private whose(): HTMLElement {
    const group = fresh("who");
    const choices = WHO.map((who) =>
      h("label", { class: "choice" },
        h("input", { type: "radio", name: group, value: who, onchange: () => this.choose(who) }),
        h("span", {}, h("b", {}, t(`consent.${who}`)), h("small", {}, t(`consent.${who}.about`))),
      ),
    );
    return h("fieldset", { class: "choices" }, h("legend", { class: "group-title" }, t("consent.title")), ...choices);
  }

  private choose(who: (typeof WHO)[number]): void {
    this.who = who;
    this.agreed.checked = false;
    this.rest.hidden = false;
    this.nameField.hidden = who === "nobody";
    this.licenseeField.hidden = who === "self";
    this.formField.hidden = who !== "other";
    this.nameField.querySelector("label")?.replaceChildren(t(who === "self" ? "consent.name.self" : "consent.name.other"));
    this.fillLimits();
    this.word();
  }

  private readonly limits = h("div", { class: "stack" });

  private fill(): void {
    this.calledField.append(h("label", { for: this.called.id }, t("consent.portrait")), this.called);
    this.nameField.append(h("label", { for: this.name.id }), this.name);
    this.licenseeField.append(h("label", { for: this.licensee.id }, t("consent.licensee")), this.licensee);
    const scan = h("input", { type: "file", id: fresh("form") });
    scan.addEventListener("change", () => scan.files?.[0] && void this.take(scan.files[0]));
    this.formField.append(h("label", { for: scan.id }, t("consent.form")), scan, h("p", { class: "small quiet" }, t("consent.form.about"), " ", t("consent.elsewhere")));
    this.rest.append(
      this.nameField,
      this.licenseeField,
      this.formField,
      this.limits,
      h("div", { class: "pair" },
        h("div", { class: "field" }, h("label", { for: this.until.id }, t("consent.expires")), this.until),
        this.calledField,
      ),
      h("div", {}, h("div", { class: "group-title" }, t("consent.statement")), this.statement),
      h("label", { class: "agree" }, this.agreed, this.agreement),
    );
  }

  private fillLimits(): void {
    const everyday = (): void => {
      for (const each of this.studio.everyday) this.purposes.add(each);
      this.fillLimits();
    };
    const titled = (title: Key, ...more: (Node | null)[]): HTMLElement => h("div", { class: "group-title" }, h("span", {}, t(title)), ...more);
    const anywhere = (): void => {
      if (this.channels.has(ANYWHERE) && this.channels.size > 1) {
        this.channels.clear();
        this.channels.add(ANYWHERE);
        this.fillLimits();
      }
    };
    const places = [{ value: ANYWHERE, name: t("consent.anywhere") }, ...named("channel", this.studio.channels)];
    this.limits.replaceChildren(
      h("div", {}, titled("consent.purposes", h("button", { type: "button", onclick: everyday }, t("consent.everyday"))), chips(t("consent.purposes"), named("purpose", this.studio.purposes), this.purposes, () => undefined)),
      ...(this.who === "nobody"
        ? []
        : [h("div", { class: "stack tight" }, titled("consent.channels"), chips(t("consent.channels"), places, this.channels, anywhere), h("p", { class: "small quiet" }, t("consent.channels.about")))]),
      h("div", { class: "stack tight" },
        titled("consent.edits"),
        chips(t("consent.edits"), named("edit", Object.keys(this.studio.edits)), this.edits, () => this.word()),
        h("p", { class: "small quiet" }, t("consent.edits.about")),
      ),
    );
  }

  /** Write what is signed, with the names in it. */
  private word(): void {
    const licensee = (this.who === "self" ? this.name : this.licensee).value.trim() || "…";
    const [first, second] = tongue() === "zh" ? (["zh", "en"] as const) : (["en", "zh"] as const);
    const granted = Object.keys(this.studio.edits).filter((each) => this.edits.has(each));
    const filled = (language: "en" | "zh"): string => [this.studio.wording[language].replaceAll("{licensee}", licensee), ...granted.map((each) => this.studio.edits[each]?.[language] ?? "")].join("\n");
    const own = [h("p", {}, filled(first)), h("p", { class: "other" }, filled(second))];
    const besides = granted.length ? [h("p", {}, t("consent.statement.edits", { edits: named("edit", granted).map((each) => each.name).join(", ") }))] : [];
    const name = this.name.value.trim() || "…";
    const said = this.who === "other" ? [h("p", {}, t("consent.statement.attest", { name })), ...besides] : this.who === "nobody" ? [h("p", {}, t("consent.statement.declare")), ...besides] : own;
    this.statement.replaceChildren(...said);
    this.agreement.textContent = t(this.who === "other" ? "consent.agree.attest" : this.who === "nobody" ? "consent.agree.declare" : "consent.agree");
  }

  private async take(scan: File): Promise<void> {
    const digest = await crypto.subtle.digest("SHA-256", await scan.arrayBuffer());
    this.form = [...new Uint8Array(digest)].map((each) => each.toString(16).padStart(2, "0")).join("");
    this.formField.querySelector(".notice")?.remove();
    this.formField.append(h("div", { class: "notice good" }, icon("check"), h("span", {}, scan.name)));
  }
}

const iso = (moment: number): string => new Date(moment).toISOString().slice(0, 10);
