// A constructed stylesheet is allowed under style-src 'self'; browsers without one get an element with the script's nonce.

import css from "./widget.css";

let sheet: CSSStyleSheet | null = null;

export function style(root: ShadowRoot, nonce: string): void {
  try {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    root.adoptedStyleSheets = [sheet];
  } catch {
    const element = document.createElement("style");
    element.nonce = nonce;
    element.textContent = css;
    root.append(element);
  }
}
