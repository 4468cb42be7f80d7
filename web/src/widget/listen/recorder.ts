// A spoken question, recorded and written down by the server.

import type { Ear, Heard } from "./recognition.js";

/** s */
const LONGEST = 30;
const TYPES = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

async function transcribe(url: string, token: string, sound: Blob, language: string): Promise<string> {
  const form = new FormData();
  form.append("file", sound, sound.type.includes("mp4") ? "question.m4a" : "question.webm");
  form.append("model", "default");
  if (language) form.append("language", language.split("-")[0] ?? "");
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await fetch(url, { method: "POST", body: form, headers, credentials: "omit" });
  if (!answer.ok) throw new Error(`transcription ${answer.status}`);
  return ((await answer.json()) as { text?: string }).text?.trim() ?? "";
}

/** Record until `stop`, at most half a minute; then have it written down. */
export function record(url: string, token: string, language: string, heard: Heard): Ear {
  let recorder: MediaRecorder | null = null;
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    if (recorder?.state === "recording") recorder.stop();
  };
  const begin = (stream: MediaStream): void => {
    const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each));
    recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
    const parts: Blob[] = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      heard.working();
      const sound = new Blob(parts, { type: recorder?.mimeType ?? "audio/webm" });
      transcribe(url, token, sound, language).then(heard.done, () => heard.failed("fault"));
    };
    recorder.start();
    window.setTimeout(stop, LONGEST * 1000);
    if (isStopped) stop();
  };
  navigator.mediaDevices
    .getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } })
    .then(begin, () => heard.failed("denied"));
  return { stop };
}
