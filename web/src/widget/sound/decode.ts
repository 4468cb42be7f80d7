// Which sound this browser can read, and reading it.

export type Codec = "opus" | "aac" | "wav";
const TRIED: readonly [Codec, string][] = [
  ["opus", 'audio/ogg; codecs="opus"'],
  ["aac", 'audio/mp4; codecs="mp4a.40.2"'],
];

/** Say which codec to ask the server for; those in `failed` have turned out not to be read. */
export function codec(failed: ReadonlySet<Codec>): Codec {
  const probe = document.createElement("audio");
  return TRIED.find(([name, type]) => !failed.has(name) && probe.canPlayType(type))?.[0] ?? "wav";
}

/** Decode one self-contained sound file. Old Safari only knows the form with callbacks. */
export function decode(context: BaseAudioContext, data: ArrayBuffer): Promise<AudioBuffer> {
  return new Promise((done, failed) => {
    const promise: Promise<AudioBuffer> | undefined = context.decodeAudioData(data, done, failed);
    promise?.catch(failed);
  });
}
