import { fresh, h } from "./dom";
import { t, type Key } from "./texts";

/** One of a few, and what it is called. */
export interface Option {
  value: string;
  name: string;
}

/** A group of settings under a heading. */
export function group(title: Key, ...children: (Node | null | false)[]): HTMLElement {
  const id = fresh("group");
  return h("section", { class: "group", "aria-labelledby": id }, h("h3", { id }, t(title)), ...children);
}

/** A list to choose from. */
export function select(label: string, options: Option[], value: string, choose: (value: string) => void): HTMLElement {
  const id = fresh("field");
  const list = h(
    "select",
    { id, onchange: (event) => choose((event.target as HTMLSelectElement).value) },
    ...options.map((each) => h("option", { value: each.value, selected: each.value === value }, each.name)),
  );
  return h("div", { class: "field" }, h("label", { for: id }, label), h("span", { class: "select" }, list));
}

/** One of a few, all seen at once. */
export function pick(label: string, options: Option[], value: string, choose: (value: string) => void): HTMLElement {
  const [id, name] = [fresh("label"), fresh("choice")];
  const made = options.map((each) =>
    h(
      "label",
      { class: "chip" },
      h("input", { type: "radio", name, value: each.value, checked: each.value === value, onchange: () => choose(each.value) }),
      h("span", {}, each.name),
    ),
  );
  return h("div", { class: "field" }, h("span", { class: "label", id }, label), h("div", { class: "chips", role: "radiogroup", "aria-labelledby": id }, ...made));
}

/** A number on a line. */
export function slider(label: string, value: number, [least, most, step]: [number, number, number], told: (value: number) => string, choose: (value: number) => void): HTMLElement {
  const id = fresh("field");
  const output = h("output", { for: id }, told(value));
  const input = h("input", { type: "range", id, min: least, max: most, step, value, "aria-valuetext": told(value) });
  const show = (): void => {
    const at = Number(input.value);
    input.style.setProperty("--at", `${((at - least) / (most - least)) * 100}%`);
    input.setAttribute("aria-valuetext", told(at));
    output.textContent = told(at);
  };
  input.addEventListener("input", () => {
    show();
    choose(Number(input.value));
  });
  show();
  return h("div", { class: "slider" }, h("div", { class: "head" }, h("label", { for: id }, label), output), input);
}

/** Several of many. */
export function chips(label: string, options: Option[], chosen: Set<string>, changed: () => void): HTMLElement {
  const made = options.map(({ value, name }) => {
    const input = h("input", { type: "checkbox", value, checked: chosen.has(value) });
    input.addEventListener("change", () => {
      if (input.checked) chosen.add(value);
      else chosen.delete(value);
      changed();
    });
    return h("label", { class: "chip" }, input, h("span", {}, name));
  });
  return h("div", { class: "chips", role: "group", "aria-label": label }, ...made);
}
