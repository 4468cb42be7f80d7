// Opening a session: one request, answered with where everything is.

export interface Session {
  id: string;
  token: string;
  ws_url: string;
  rig_url: string | null;
  rig_id: string | null;
  idle_url: string | null;
  mode: "browser" | "stream";
  agent: { name: string; languages?: string[]; greeting?: string };
}

/** Public settings of an agent, from /v1/agents/{name}. */
export interface AgentSettings {
  name: string;
  title: string;
  language: string;
  languages: string[];
  greeting: string;
  mode: "browser" | "stream";
  poster_url: string | null;
  poster_text: string;
  transcription_url: string | null;
}

/** A request that was not done, told as problem details (RFC 9457). */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    detail: string,
    /** after which to ask again, s; 0: not said */
    readonly retryAfter: number,
  ) {
    super(detail);
  }
}

async function refusal(answer: Response): Promise<Refusal> {
  const told = (await answer.json().catch(() => ({}))) as { type?: string; detail?: string };
  const kind = (told.type ?? "").split(":").pop() || `http-${answer.status}`;
  return new Refusal(answer.status, kind, told.detail ?? answer.statusText, Number(answer.headers.get("Retry-After")) || 0);
}

/** Fetch JSON; throw a `Refusal` when it is not given. */
async function json<T>(url: string, init: RequestInit): Promise<T> {
  const answer = await fetch(url, { credentials: "omit", ...init });
  if (!answer.ok) throw await refusal(answer);
  return (await answer.json()) as T;
}

export interface Door {
  /** origin of the server */
  server: string;
  agent: string;
  /** short-lived token that the page's own server has fetched, "": the page's origin is enough */
  token: string;
}

function headers(door: Door): Record<string, string> {
  return door.token ? { Authorization: `Bearer ${door.token}` } : {};
}

export function askSettings(door: Door): Promise<AgentSettings> {
  return json(new URL(`/v1/agents/${encodeURIComponent(door.agent)}`, door.server).href, { headers: headers(door) });
}

/** Open a session. The widget greets by itself, when the visitor has opened it. */
export async function openSession(door: Door, mode: "browser" | "stream" | ""): Promise<Session> {
  const body = { agent: door.agent, greets: false, ...(mode ? { mode } : {}) };
  const session = await json<Session>(new URL("/v1/sessions", door.server).href, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers(door) },
    body: JSON.stringify(body),
  });
  const absolute = (url: string | null): string | null => (url ? new URL(url, door.server).href : null);
  const socket = new URL(session.ws_url, door.server.replace(/^http/, "ws"));
  return { ...session, ws_url: socket.href, rig_url: absolute(session.rig_url), idle_url: absolute(session.idle_url) };
}
