import { dimensions, type Draft } from "./draft";

/** What the server says: one function for each question that the page asks. */

export interface Permission {
  valid: boolean;
  /** why it is not, a sentence; "" where it is */
  why: string;
  /** of nobody who exists */
  synthetic: boolean;
  /** none: any */
  purposes: string[];
  /** none: any */
  channels: string[];
  /** what else may be made of it; none: nothing */
  edits: string[];
  /** the day of its end, ISO; "" where it never really ends */
  expires: string;
}

export interface Portrait {
  name: string;
  shipped: boolean;
  description: string;
  gender: string;
  picture: string;
  thumbnail: string;
  permission: Permission;
}

/** A network that a photo may be taken apart with. */
export interface Network {
  name: string;
  description: string;
  licence: string;
  commercial: "yes" | "no" | "unknown";
}

export interface Choices {
  detector: Network[];
  upscale: Network[];
  restore: Network[];
  matting: Network[];
  /** what needs no network, by the name of the field */
  always: Record<string, string[]>;
  upscale_by: number[];
  upscale_area: string[];
}

export interface Voice {
  name: string;
  language: string;
  gender: "female" | "male" | "neutral";
  /** made by a network that has learned from recordings */
  natural: boolean;
  description: string;
}

export interface Studio {
  purposes: string[];
  everyday: string[];
  channels: string[];
  /** what may be made of a photo besides moving it, each with the sentence that is signed for it */
  edits: Record<string, { en: string; zh: string }>;
  emotions: string[];
  subtitles: string[];
  wording: { en: string; zh: string };
  portraits: Portrait[];
  voices: Voice[];
}

export interface Finding {
  start: number;
  end: number;
  decision: "refuse" | "hold";
  category: string;
  why: string;
}

export interface Reading {
  /** BCP-47, the longest first */
  languages: string[];
  characters: number;
  sentences: number;
  seconds: number;
  warnings: string[];
  findings: Finding[];
  decision: "allow" | "hold" | "refuse";
  /** what cannot be read at all, a sentence */
  fault: string;
  /** why the permission does not cover it, a sentence with the cure; "" where it does */
  uncovered: string;
}

export interface Item {
  name: string;
  value: number | null;
  unit: string;
  verdict: "good" | "usable" | "poor";
  why: string;
}

export interface Checked {
  photo: string;
  verdict: "good" | "usable" | "poor" | "refused";
  /** why it cannot be used, a sentence with the cure */
  why: string;
  items: Item[];
}

export interface Terms {
  who: "self" | "other" | "nobody";
  name: string;
  licensee: string;
  purposes: string[];
  channels: string[];
  edits: string[];
  expires: string;
  form_sha256: string;
  agreed: boolean;
}

export interface Film {
  id: string;
  status: "created" | "started" | "done" | "error" | "rejected" | "cancelled";
  created: string;
  text: string;
  portrait: string;
  seconds: number;
  size: [number, number];
  took: number;
  error: string;
  warnings: string[];
  files: { kind: "video" | "subtitles" | "timeline"; name: string; url: string }[];
}

export interface Marks {
  verdict: "trusted" | "marked" | "unmarked" | "tampered";
  layers: { name: string; state: "present" | "absent" | "invalid" | "untrusted" }[];
  why: string[];
}

export interface Inspection {
  passed: boolean;
  rows: { name: string; value: Record<string, number | null>; limit: Record<string, [number | null, number | null]>; passed: boolean | null }[];
  notes: string[];
}

/** A fault that the server told in one sentence with its cure. */
export class Told extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly kind: string,
  ) {
    super(message);
  }
}

/** Nobody answered. */
export class Silence extends Error {}

async function answered(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, credentials: "same-origin" });
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
    throw new Silence(path);
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { detail?: unknown; type?: unknown };
  const detail = typeof problem.detail === "string" ? problem.detail : `${response.status} ${response.statusText}`;
  throw new Told(detail, response.status, String(problem.type ?? "").split(":").pop() ?? "");
}

async function asked<T>(path: string, init: RequestInit = {}): Promise<T> {
  return (await (await answered(path, init)).json()) as T;
}

const posted = (body: unknown, signal?: AbortSignal): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body),
  ...(signal ? { signal } : {}),
});

async function uploaded(file: Blob): Promise<string> {
  const body = new FormData();
  body.append("file", file, "file");
  return (await asked<{ id: string }>("/v1/uploads", { method: "POST", body })).id;
}

const part = encodeURIComponent;

export const studio = (): Promise<Studio> => asked("/v1/studio");
export const portraits = async (): Promise<Portrait[]> => (await asked<{ portraits: Portrait[] }>("/v1/studio/portraits")).portraits;
export const forget = async (name: string): Promise<void> => void (await answered(`/v1/studio/portraits/${part(name)}`, { method: "DELETE" }));
export const check = (body: object, signal: AbortSignal): Promise<Reading> => asked("/v1/studio/check", posted(body, signal));
export const photo = async (file: Blob): Promise<Checked> => asked("/v1/studio/photos", posted({ upload: await uploaded(file) }));
export const choices = (): Promise<Choices> => asked("/v1/enrolment");
export const sign = (id: string, terms: Terms): Promise<{ authorization_id: string }> => asked(`/v1/studio/photos/${part(id)}/consent`, posted(terms));
export const signAnew = (portrait: string, terms: Terms): Promise<{ authorization_id: string }> => asked(`/v1/studio/portraits/${part(portrait)}/consent`, posted(terms));
export const backdrop = (file: Blob): Promise<string> => uploaded(file);
export const sample = async (voice: string, text: string, signal: AbortSignal): Promise<Blob> =>
  (await answered("/v1/audio/speech", posted({ model: "avatar-1", voice: voice || "auto", input: text, label: "rhythm" }, signal))).blob();

/** One line of what is told while something is made. */
export interface Step {
  stage?: string;
  done?: number;
  total?: number;
  portrait?: Portrait;
  problem?: { detail: string };
}

/** Prepare a portrait, telling each step. */
export async function* enrol(id: string, name: string, options: Record<string, string | number>): AsyncGenerator<Step> {
  const response = await answered(`/v1/studio/photos/${part(id)}/portrait`, posted({ name, ...options }));
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as Step;
    if (done) return;
  }
}


interface Video {
  id: string;
  status: Film["status"];
  created_at: string;
  started_at?: string;
  ended_at?: string;
  result_url?: string;
  timeline_url?: string;
  subtitles?: Record<string, string>;
  duration?: number;
  size?: [number, number];
  warnings?: string[];
  error?: { detail: string };
  user_data?: string;
}

/** characters of a text that are kept with a film, to be read in the list */
const NOTED = 900;

/** Ask for a film; gives its id. */
export async function make(draft: Readonly<Draft>): Promise<{ id: string }> {
  const { background } = draft;
  const upload = background === "blur" ? (await asked<{ id: string }>("/v1/studio/backdrops", posted({ portrait: draft.portrait }))).id : background.replace(/^upload:/, "");
  return asked(
    "/v1/videos",
    posted({
      source: draft.portrait,
      script: { type: "text", input: draft.text, language: draft.language, ...(draft.voice ? { voice: draft.voice } : {}) },
      config: { size: dimensions(draft).join("x"), background: upload, subtitles: draft.subtitles, emotion: draft.emotion, speed: draft.speed },
      purpose: draft.purpose,
      channel: draft.channel,
      user_data: JSON.stringify({ portrait: draft.portrait, text: [...draft.text].slice(0, NOTED).join("") }),
    }),
  );
}

export const films = async (): Promise<Film[]> => (await asked<{ videos: Video[] }>("/v1/videos?limit=60")).videos.map(told);
export const film = async (id: string): Promise<Film> => told(await asked<Video>(`/v1/videos/${part(id)}`));
export const stop = async (id: string): Promise<void> => void (await answered(`/v1/videos/${part(id)}`, { method: "DELETE" }));
export const marks = (id: string): Promise<Marks> => asked(`/v1/studio/films/${part(id)}/marks`);
export const thumbnail = (id: string): string => `/v1/studio/films/${part(id)}/picture`;

/** Have a film inspected, and wait for the report. */
export async function inspection(id: string): Promise<Inspection> {
  for (;;) {
    const response = await answered(`/v1/videos/${part(id)}/inspection`);
    if (response.status !== 202) return (await response.json()) as Inspection;
    await new Promise((over) => setTimeout(over, 1500));
  }
}

function told(video: Video): Film {
  const noted = note(video.user_data ?? "");
  const files: Film["files"] = [];
  const name = noted.portrait ? `${noted.portrait}-${video.id.slice(2, 8)}` : video.id;
  const add = (kind: Film["files"][number]["kind"], url: string | undefined, ending: string): void => {
    if (url) files.push({ kind, url, name: `${name}.${ending}` });
  };
  add("video", video.result_url, "mp4");
  for (const [ending, url] of Object.entries(video.subtitles ?? {})) add("subtitles", url, ending);
  add("timeline", video.timeline_url, "json");
  const took = video.started_at && video.ended_at ? (Date.parse(video.ended_at) - Date.parse(video.started_at)) / 1000 : 0;
  return { id: video.id, status: video.status, created: video.created_at, text: noted.text, portrait: noted.portrait, seconds: video.duration ?? 0, size: video.size ?? [0, 0], took, error: video.error?.detail ?? "", warnings: video.warnings ?? [], files };
}

function note(kept: string): { text: string; portrait: string } {
  try {
    const found = JSON.parse(kept) as { text?: unknown; portrait?: unknown };
    return { text: String(found.text ?? ""), portrait: String(found.portrait ?? "") };
  } catch {
    return { text: kept, portrait: "" };
  }
}

/** What happens to a film that is being made. */
export interface Happening {
  progress?: { stage: string; done: number; total: number };
  ended?: boolean;
}

/** Watch a film that is being made, also across cuts. */
export function events(id: string, told: (happening: Happening) => void): EventSource {
  const source = new EventSource(`/v1/videos/${part(id)}/events`);
  const read = (event: MessageEvent<string>): void => {
    const body = JSON.parse(event.data) as { status?: string; progress?: NonNullable<Happening["progress"]> };
    if (body.progress) told({ progress: body.progress });
    if (["done", "error", "rejected", "deleted"].includes(body.status ?? "")) told({ ended: true });
  };
  for (const name of ["message", "progress", "done", "error", "rejected", "deleted"]) {
    source.addEventListener(name, (event) => event instanceof MessageEvent && read(event as MessageEvent<string>));
  }
  source.addEventListener("error", () => source.readyState === EventSource.CLOSED && told({ ended: true }));
  return source;
}


/** Fetch the first sentences of a text as they are made: events as JSON, sound and motion as in a session. */
export async function* preview(body: object, signal: AbortSignal): AsyncGenerator<string | ArrayBuffer> {
  const response = await answered("/v1/studio/preview", posted(body, signal));
  if (!response.body) return;
  const reader = response.body.getReader();
  let rest = new Uint8Array(0);
  for (;;) {
    const { value, done } = await reader.read();
    if (value) {
      const all = new Uint8Array(rest.length + value.length);
      all.set(rest);
      all.set(value, rest.length);
      rest = all;
    }
    while (rest.length >= 4) {
      const length = new DataView(rest.buffer, rest.byteOffset).getUint32(0, true);
      if (rest.length < 4 + length) break;
      const message = rest.slice(4, 4 + length);
      rest = rest.slice(4 + length);
      yield message[0] === 0x7b ? new TextDecoder().decode(message) : message.buffer;
    }
    if (done) return;
  }
}

/** Fetch what a portrait does while it rests: a message of motion without its header. */
export const idle = async (portrait: string): Promise<ArrayBuffer> => (await answered(`/v1/studio/portraits/${part(portrait)}/idle`)).arrayBuffer();

/** Fetch a portrait's rig, which the browser keeps. Refused where the photo has to stay on the server. */
export const rig = async (portrait: string, format: string, purpose: string): Promise<ArrayBuffer> => (await answered(`/v1/studio/portraits/${part(portrait)}/rig?format=${format}&purpose=${part(purpose)}`)).arrayBuffer();
