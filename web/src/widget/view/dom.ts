// Elements without markup in strings: pages with Trusted Types and without inline styles are at home here.

type Attributes = Record<string, string | boolean | undefined>;

/** Make an element; an attribute that is true stands without a value, one that is false or undefined doesn't. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setOrDrop(element, name, value);
  element.append(...children);
  return element;
}

export function setOrDrop(element: Element, name: string, value: string | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : value);
}

const SVG = "http://www.w3.org/2000/svg";

/** Strokes on a field of 24 by 24. */
const STROKES = {
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  stop: "M8 8h8v8H8z",
  microphone: "M12 3.5a2.8 2.8 0 0 1 2.8 2.8v5.2a2.8 2.8 0 0 1-5.6 0V6.3A2.8 2.8 0 0 1 12 3.5zM6 11.5a6 6 0 0 0 12 0M12 17.5v3",
  sound: "M4.5 9.5v5h3.2L12 18.5v-13L7.7 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11",
  silence: "M4.5 9.5v5h3.2L12 18.5v-13L7.7 9.5zM16 9.5l5 5M21 9.5l-5 5",
  captions: "M4 6.5h16v11H4zM7 11.5h5M14.5 11.5h2.5M7 14.5h3M12.5 14.5H17",
  chat: "M5 6.5h14v9.5h-7.5L7.5 19.5V16H5z",
} as const;
export type Icon = keyof typeof STROKES;

export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name: Icon, label: string, classes = ""): HTMLButtonElement {
  return make("button", { type: "button", class: `round ${classes}`.trim(), "aria-label": label, title: label }, icon(name));
}

/** Give a button another name, for eyes and ears. */
export function rename(button: HTMLElement, label: string): void {
  if (button.getAttribute("aria-label") === label) return;
  button.setAttribute("aria-label", label);
  button.title = label;
}
