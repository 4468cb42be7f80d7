import * as api from "./api";
import { find, h, icon } from "./dom";
import { lasting, t, tongue } from "./texts";

/** What was made in this home, the newest first. */
export class Films {
  private known: api.Film[] = [];

  constructor(private readonly open: (film: api.Film) => void) {}

  async refresh(): Promise<void> {
    this.known = (await api.films()).filter((each) => each.status === "done");
    this.draw();
  }

  /** Show one, which may be new. */
  async reveal(id: string): Promise<void> {
    await this.refresh();
    const film = this.known.find((each) => each.id === id);
    if (film) this.open(film);
  }

  draw(): void {
    const place = find("films");
    if (!this.known.length) {
      place.replaceChildren(h("p", { class: "nothing" }, t("films.none")));
      return;
    }
    place.replaceChildren(h("ul", { class: "film-grid" }, ...this.known.map((each) => h("li", {}, this.card(each)))));
  }

  private card(film: api.Film): HTMLElement {
    const title = film.text || t("film.untitled");
    return h(
      "button",
      { type: "button", class: "film", title: t("film.open"), onclick: () => this.open(film) },
      h("span", { class: "thumb" }, icon("film"), h("img", { src: api.thumbnail(film.id), alt: "", loading: "lazy", decoding: "async" }), h("span", { class: "length" }, lasting(film.seconds))),
      h("span", { class: "title" }, title),
      h("span", { class: "when" }, `${film.portrait} · ${moment(film.created)}`),
    );
  }
}

/** Write a moment as the page's language does. */
export const moment = (at: string): string => new Date(at).toLocaleString(tongue() === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" });
