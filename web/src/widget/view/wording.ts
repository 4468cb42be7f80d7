// Which words stand for which state and which trouble.

import type { Status } from "../conversation.js";
import type { Texts } from "../texts/index.js";

export const STATES: Record<Status, keyof Texts> = {
  off: "stateOff",
  connecting: "stateConnecting",
  reconnecting: "stateReconnecting",
  offline: "stateOffline",
  idle: "stateIdle",
  listening: "stateListening",
  thinking: "stateThinking",
  speaking: "stateSpeaking",
};

export const TROUBLES: Record<string, keyof Texts> = {
  offline: "stateOffline",
  network: "errorNetwork",
  busy: "errorBusy",
  full: "errorFull",
  forbidden: "errorForbidden",
  missing: "errorMissing",
  refused: "errorRefused",
  brain: "errorBrain",
  face: "errorFace",
};

/** troubles that a second try may mend */
export const MENDABLE: ReadonlySet<string> = new Set(["network", "full", "other", "offline", "forbidden", "missing"]);
