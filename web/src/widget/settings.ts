// What the page's author writes: attributes, with or without "data-".

export type Mode = "floating" | "inline" | "full";
export type Theme = "auto" | "light" | "dark";

export interface Settings {
  agent: string;
  /** origin of the server */
  server: string;
  token: string;
  mode: Mode;
  /** corner of the button, as the page reads: start is left in English */
  position: "start" | "end" | "left" | "right";
  /** of the widget's own words; "": that of the page */
  language: string;
  theme: Theme;
  /** who draws; "": as the server says */
  draw: "" | "browser" | "stream";
  autoConnect: boolean;
  captions: boolean;
  /** said when the conversation opens; null: the agent's own, "": nothing */
  greeting: string | null;
  /** heading; "": the agent's title */
  title: string;
  microphone: boolean;
  transcript: boolean;
}

const NAMES = [
  "agent",
  "server",
  "token",
  "mode",
  "position",
  "language",
  "theme",
  "draw",
  "auto-connect",
  "captions",
  "greeting",
  "title",
  "microphone",
  "transcript",
] as const;
type Name = (typeof NAMES)[number];

/** Attributes to watch: each by both of its names. */
export const WATCHED: string[] = NAMES.flatMap((name) => (name === "title" ? ["data-title"] : [name, `data-${name}`]));

function read(element: Element, name: Name): string | null {
  const written = element.getAttribute(`data-${name}`);
  return written ?? (name === "title" ? null : element.getAttribute(name));
}

/** An attribute that stands there means yes, unless it says no. */
function isOn(text: string | null, usual: boolean): boolean {
  return text === null ? usual : !["false", "no", "off", "0"].includes(text.trim().toLowerCase());
}

function oneOf<T extends string>(text: string | null, known: readonly T[], usual: T): T {
  const found = known.find((each) => each === text?.trim().toLowerCase());
  if (text && !found) console.warn(`avatar-agent: "${text}" is none of ${known.filter(Boolean).join(", ")}; taken as ${usual || "usual"}`);
  return found ?? usual;
}

export function readSettings(element: Element, home: string): Settings {
  const mode = oneOf(read(element, "mode"), ["floating", "inline", "full"] as const, "floating");
  return {
    agent: read(element, "agent")?.trim() ?? "",
    server: new URL(read(element, "server") || home, document.baseURI).origin,
    token: read(element, "token") ?? "",
    mode,
    position: oneOf(read(element, "position"), ["end", "start", "left", "right"] as const, "end"),
    language: read(element, "language") ?? "",
    theme: oneOf(read(element, "theme"), ["auto", "light", "dark"] as const, "auto"),
    draw: oneOf(read(element, "draw"), ["", "browser", "stream"] as const, ""),
    autoConnect: isOn(read(element, "auto-connect"), mode === "inline"),
    captions: isOn(read(element, "captions"), true),
    greeting: read(element, "greeting"),
    title: read(element, "title") ?? "",
    microphone: isOn(read(element, "microphone"), true),
    transcript: isOn(read(element, "transcript"), true),
  };
}
