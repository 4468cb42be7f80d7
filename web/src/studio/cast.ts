import * as api from "./api";
import { find, h, icon } from "./dom";
import type { Desk } from "./draft";
import { t } from "./texts";
import { complain, say } from "./toasts";

/** The portraits as thumbnails, one of them chosen. */
export class Cast {
  private known: api.Portrait[] = [];

  constructor(
    private readonly desk: Desk,
    private readonly add: () => void,
  ) {}

  /** The one that is chosen. */
  get chosen(): api.Portrait | undefined {
    return this.known.find((each) => each.name === this.desk.now.portrait);
  }

  show(portraits: api.Portrait[]): void {
    this.known = portraits;
    const first = portraits.find((each) => each.permission.valid) ?? portraits[0];
    if (!this.chosen && first) this.desk.change({ portrait: first.name });
    this.draw();
  }

  draw(): void {
    const faces = this.known.map((each) => this.face(each));
    const adding = h("button", { type: "button", class: "face add", id: "add-photo", onclick: () => this.add() }, h("span", { class: "frame" }, icon("plus")), h("span", { class: "name" }, t("cast.add")));
    const group = h("div", { class: "cast-strip", role: "radiogroup", "aria-labelledby": "cast-title", id: "cast" }, ...faces, adding);
    find("cast").replaceWith(group);
  }

  private face(portrait: api.Portrait): HTMLElement {
    const isChosen = portrait.name === this.desk.now.portrait;
    const input = h("input", { type: "radio", name: "portrait", value: portrait.name, checked: isChosen, onchange: () => this.desk.change({ portrait: portrait.name }) });
    const title = portrait.permission.valid ? portrait.description : `${portrait.description} ${portrait.permission.why}`;
    return h(
      "label",
      { class: "face", title: title.trim() || portrait.name },
      input,
      h(
        "span",
        { class: "frame" },
        h("img", { src: portrait.thumbnail, alt: "", width: 144, height: 144, decoding: "async" }),
        !portrait.permission.valid && h("span", { class: "unsigned", title: t("cast.unsigned") }, icon("warn")),
      ),
      h("span", { class: "name" }, portrait.name.replaceAll("_", " ")),
      !portrait.permission.valid && h("span", { class: "unseen" }, t("cast.unsigned")),
    );
  }

  /** Forget a portrait, if that is meant. */
  async remove(portrait: api.Portrait): Promise<void> {
    if (!window.confirm(t("cast.remove.ask", { name: portrait.name }))) return;
    try {
      await api.forget(portrait.name);
      this.show(await api.portraits());
      say(t("cast.removed", { name: portrait.name }));
    } catch (fault) {
      complain(fault);
    }
  }
}
