import { find, icon } from "./dom";
import { turnTo, t, tongue, usual, type Tongue } from "./texts";

const THEME = "avatar.studio.theme";
const TONGUE = "avatar.studio.language";
const THEMES = ["auto", "light", "dark"] as const;
type Theme = (typeof THEMES)[number];
const ICONS: Record<Theme, string> = { auto: "auto", light: "sun", dark: "moon" };

const kept = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};
const keep = (name: string, value: string): void => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // not kept, yet shown
  }
};

/** Let its owner choose the language of the page, and tell when it is another. */
export function tongues(retell: () => void): void {
  const before = kept(TONGUE);
  choose(before === "en" || before === "zh" ? before : usual());
  for (const button of find("tongues").querySelectorAll<HTMLButtonElement>("button")) {
    button.addEventListener("click", () => {
      keep(TONGUE, button.dataset["tongue"] ?? "en");
      choose(button.dataset["tongue"] as Tongue);
      retell();
    });
  }
}

function choose(wanted: Tongue): void {
  turnTo(wanted);
  document.documentElement.lang = wanted === "zh" ? "zh-Hans" : "en";
  document.title = t("title");
  for (const button of find("tongues").querySelectorAll<HTMLButtonElement>("button")) {
    button.setAttribute("aria-pressed", String(button.dataset["tongue"] === tongue()));
  }
}

/** Let its owner choose light, dark, or as the system has it. */
export function themes(): () => void {
  const button = find<HTMLButtonElement>("theme");
  let theme: Theme = THEMES.find((each) => each === kept(THEME)) ?? "auto";
  const show = (): void => {
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    button.replaceChildren(icon(ICONS[theme]));
    button.setAttribute("aria-label", t(`theme.${theme}`));
    button.title = t(`theme.${theme}`);
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
    keep(THEME, theme);
    show();
  });
  show();
  return show;
}
