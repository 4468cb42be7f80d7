/** What somebody is about to make; it outlives a reload. */
export interface Draft {
  text: string;
  portrait: string;
  /** BCP-47, or auto */
  language: string;
  /** name of a card, "fast", or "": the usual one */
  voice: string;
  emotion: string;
  speed: number;
  format: Format;
  /** of the shorter side, px */
  size: number;
  /** own, blur, #rrggbb, or upload:ID of a picture that was sent */
  background: string;
  subtitles: string;
  purpose: string;
  channel: string;
  /** the film that is being made */
  job: string | null;
}

export type Format = "square" | "portrait" | "landscape";

const KEPT = "avatar.studio.draft";
const FRESH: Draft = {
  text: "",
  portrait: "xiaochen",
  language: "auto",
  voice: "",
  emotion: "neutral",
  speed: 1,
  format: "square",
  size: 720,
  background: "own",
  subtitles: "none",
  purpose: "personal",
  channel: "file",
  job: null,
};

type Watcher = (draft: Readonly<Draft>, changed: ReadonlySet<keyof Draft>) => void;

/** The one draft of the page: whoever shows a part of it watches it, whoever changes it says what. */
export class Desk {
  private readonly watchers: Watcher[] = [];
  private draft: Draft;

  constructor() {
    this.draft = { ...FRESH, ...read() };
  }

  get now(): Readonly<Draft> {
    return this.draft;
  }

  watch(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  change(changes: Partial<Draft>): void {
    const changed = new Set<keyof Draft>();
    for (const name of Object.keys(changes) as (keyof Draft)[]) if (this.draft[name] !== changes[name]) changed.add(name);
    if (!changed.size) return;
    this.draft = { ...this.draft, ...changes };
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.draft));
    } catch {
      // a browser that keeps nothing: the page still works
    }
    for (const each of this.watchers) each(this.draft, changed);
  }
}

/** Give width and height of a film, px. */
export function dimensions({ format, size }: Pick<Draft, "format" | "size">): [number, number] {
  const long = Math.round((size * 16) / 18) * 2;
  return format === "square" ? [size, size] : format === "portrait" ? [size, long] : [long, size];
}

function read(): Partial<Draft> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    const known = Object.entries(kept).filter(([name, value]) => name in FRESH && (typeof value === typeof FRESH[name as keyof Draft] || name === "job"));
    return Object.fromEntries(known) as Partial<Draft>;
  } catch {
    return {};
  }
}
