// The rig is fetched once: it is kept by its id until another takes its place.

import { Refusal } from "../protocol/session.js";

const SHELF = "avatar-rigs-1";
/** rigs that are kept */
const KEPT = 4;

async function shelf(): Promise<Cache | null> {
  try {
    return await caches.open(SHELF);
  } catch {
    return null; // private windows and pages without https have none
  }
}

/** Its name on the shelf; never asked for over the network. */
function label(server: string, id: string): string {
  return new URL(`/__avatar-rig/${encodeURIComponent(id)}`, server).href;
}

export async function fetchRig(url: string, id: string, server: string): Promise<ArrayBuffer> {
  const cache = id ? await shelf() : null;
  const kept = await cache?.match(label(server, id)).catch(() => undefined);
  if (kept) return kept.arrayBuffer();
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Refusal(answer.status, "rig", `the face is not given (${answer.status})`, 0);
  const rig = await answer.arrayBuffer();
  await keep(cache, label(server, id), rig);
  return rig;
}

async function keep(cache: Cache | null, name: string, rig: ArrayBuffer): Promise<void> {
  if (!cache) return;
  try {
    await cache.put(name, new Response(rig.slice(0), { headers: { "Content-Type": "model/gltf-binary" } }));
    const names = await cache.keys();
    for (const old of names.slice(0, Math.max(0, names.length - KEPT))) await cache.delete(old);
  } catch {
    // A full disk: the rig is fetched again next time.
  }
}
