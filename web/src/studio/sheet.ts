import * as api from "./api";
import { open } from "./dialog";
import { h, icon, notice } from "./dom";
import { moment } from "./films";
import { lasting, t, word } from "./texts";
import { warned } from "./texts/warnings";
import { inWords } from "./toasts";

/** Show one film: to play, to keep, what it bears, how good it is. */
export function showFilm(film: api.Film, reuse: (text: string) => void): void {
  const { dialog, body } = open(t("film.title"));
  const video = film.files.find((each) => each.kind === "video");
  const subtitles = film.files.find((each) => each.kind === "subtitles" && each.name.endsWith(".vtt"));
  const player = h("video", { controls: true, playsinline: true, preload: "metadata", poster: api.thumbnail(film.id), src: video?.url ?? "" });
  if (subtitles) player.append(h("track", { kind: "captions", src: subtitles.url, default: true, label: t("film.subtitles") }));
  const again = (): void => {
    dialog.close();
    reuse(film.text);
  };
  const left = h(
    "div",
    { class: "stack" },
    player,
    h("div", { class: "downloads" }, ...film.files.map((file) => download(file))),
    film.text ? h("div", { class: "stack tight" }, h("p", { class: "said" }, film.text), h("div", {}, h("button", { type: "button", class: "button plain", onclick: again }, icon("replay"), t("film.text")))) : null,
  );
  const right = h("div", { class: "stack" }, facts(film), marks(film), inspection(film));
  body.append(h("div", { class: "sheet-film" }, left, right));
}

function download(file: api.Film["files"][number]): HTMLElement {
  const kind = file.kind === "subtitles" ? `${t("film.subtitles")} .${file.name.split(".").pop() ?? ""}` : t(`film.${file.kind}`);
  return h("a", { class: "button", href: file.url, download: file.name }, icon("down"), kind);
}

function facts(film: api.Film): HTMLElement {
  const rows: [string, string][] = [
    [t("cast.title"), film.portrait],
    [t("film.length"), lasting(film.seconds)],
    [t("film.size"), film.size.join(" × ")],
    [t("film.made"), moment(film.created)],
    [t("film.took"), lasting(film.took)],
  ];
  return h("section", { class: "stack tight" }, h("h3", {}, t("film.facts")), h("dl", { class: "facts" }, ...rows.flatMap(([name, told]) => [h("dt", {}, name), h("dd", {}, told)])), ...film.warnings.map((each) => notice("", warned(each))));
}

function marks(film: api.Film): HTMLElement {
  const told = h("div", { class: "stack tight", "aria-live": "polite" }, h("p", { class: "small quiet" }, t("film.marks.wait")));
  api.marks(film.id).then(
    (found) => {
      const kind = found.verdict === "trusted" ? "good" : found.verdict === "tampered" ? "bad" : "warn";
      told.replaceChildren(notice(kind, t(`trust.${found.verdict}`)), h("ul", { class: "items" }, ...found.layers.map((each) => layer(each))), ...found.why.map((each) => h("p", { class: "small quiet" }, each)));
    },
    (fault: unknown) => told.replaceChildren(notice("bad", inWords(fault))),
  );
  return h("section", { class: "stack tight" }, h("h3", {}, t("film.marks")), told);
}

function layer({ name, state }: api.Marks["layers"][number]): HTMLElement {
  const kind = { present: "good", untrusted: "usable", absent: "usable", invalid: "poor" }[state];
  return h("li", { "data-state": kind }, icon(kind === "good" ? "check" : "warn"), h("div", {}, h("b", {}, word(`layer.${name}`, name)), `: ${word(`state.${state}`, state)}`));
}

function inspection(film: api.Film): HTMLElement {
  const told = h("div", { class: "stack tight", "aria-live": "polite" });
  const measure = async (): Promise<void> => {
    const bar = h("div", { class: "bar unknown", role: "progressbar", "aria-label": t("film.inspection.wait") }, h("i"));
    told.replaceChildren(h("p", { class: "small quiet" }, t("film.inspection.wait")), bar);
    try {
      told.replaceChildren(...report(await api.inspection(film.id)));
    } catch (fault) {
      told.replaceChildren(notice("bad", inWords(fault)));
    }
  };
  told.append(h("button", { type: "button", class: "button", onclick: () => void measure() }, icon("shield"), t("film.inspection.run")));
  return h("section", { class: "stack tight" }, h("h3", {}, t("film.inspection")), told);
}

function report(found: api.Inspection): HTMLElement[] {
  const summary = notice(found.passed ? "good" : "warn", t(found.passed ? "film.inspection.passed" : "film.inspection.failed"));
  const verdict = (passed: boolean | null): string => t(passed === null ? "verdict.open" : passed ? "verdict.pass" : "verdict.fail");
  const rows = found.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.name, h("div", { class: "small quiet" }, figures(row))), h("td", {}, verdict(row.passed))));
  const bad = found.rows.filter((row) => row.passed === false).map((row) => h("li", { "data-state": "usable" }, icon("warn"), h("div", {}, h("b", {}, row.name), `: ${figures(row)}`)));
  const table = h("details", {}, h("summary", {}, t("film.inspection.all")), h("table", { class: "rows" }, h("tbody", {}, ...rows)), ...found.notes.map((each) => h("p", { class: "small quiet" }, each)));
  return [summary, ...(bad.length ? [h("ul", { class: "items" }, ...bad)] : []), table];
}

function figures(row: api.Inspection["rows"][number]): string {
  return Object.entries(row.value)
    .map(([name, value]) => {
      const [low, high] = row.limit[name] ?? [null, null];
      const limit = [low === null ? "" : `≥ ${number(low)}`, high === null ? "" : `≤ ${number(high)}`].filter(Boolean).join(", ");
      return `${name.replaceAll("_", " ")} ${value === null ? "–" : number(value)}${limit ? ` (${limit})` : ""}`;
    })
    .join("; ");
}

const number = (value: number): string => String(Number(value.toPrecision(3)));
