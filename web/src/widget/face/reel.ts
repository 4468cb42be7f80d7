// Film bytes into a <video>: one at a time, forgetting what is past, beginning anew when the server does.

/** kept behind the picture, s */
const PAST = 8;

interface Managed {
  ManagedMediaSource?: typeof MediaSource;
}

/** MediaSource, or what an iPhone has in its place. */
export function mediaSource(): typeof MediaSource | null {
  const managed = (window as unknown as Managed).ManagedMediaSource;
  return managed ?? (typeof MediaSource === "undefined" ? null : MediaSource);
}

/** Whether a film message begins the file: its first box is ftyp. */
function isBeginning(data: ArrayBuffer): boolean {
  return data.byteLength > 8 && new DataView(data).getUint32(4) === 0x66747970;
}

type Step = { data: ArrayBuffer } | { forget: number } | { offset: number };

export class Reel {
  private source: MediaSource | null = null;
  private buffer: SourceBuffer | null = null;
  private steps: Step[] = [];
  private url = "";
  private type = 'video/mp4; codecs="avc1.42E01E, mp4a.40.2"';

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly failed: () => void,
  ) {
    video.disableRemotePlayback = true; // an iPhone gives no ManagedMediaSource to a film that may leave it
    video.playsInline = true;
  }

  open(type: string): void {
    this.type = type;
  }

  /** Take film that begins at a place, s. Where a file begins anew, it takes the place of what was there. */
  add(data: ArrayBuffer, start: number): void {
    if (!this.source) this.begin();
    if (isBeginning(data)) this.steps.push({ forget: start }, { offset: start });
    this.steps.push({ data });
    this.work();
  }

  /** Forget what is buffered from a place on, s. */
  cut(from: number): void {
    this.steps.push({ forget: from });
    this.work();
  }

  /** Whether the picture at a place is there. */
  has(place: number): boolean {
    if (this.buffer?.updating || this.steps.some((step) => "forget" in step)) return false;
    const ranges = this.video.buffered;
    for (let index = 0; index < ranges.length; index++)
      if (ranges.start(index) <= place + 0.05 && place + 0.1 < ranges.end(index)) return true;
    return false;
  }

  /** How far the picture is behind the newest, s; negative: before what is there; null: nothing is. */
  behind(): number | null {
    const ranges = this.video.buffered;
    if (!ranges.length) return null;
    const start = ranges.start(ranges.length - 1);
    const time = this.video.currentTime;
    return time < start - 0.05 ? time - start : ranges.end(ranges.length - 1) - time;
  }

  dispose(): void {
    if (this.url) URL.revokeObjectURL(this.url);
    this.video.removeAttribute("src");
    this.video.load();
    this.source = null;
    this.buffer = null;
    this.steps = [];
  }

  private begin(): void {
    const Kind = mediaSource();
    if (!Kind?.isTypeSupported(this.type)) return this.failed();
    const source = new Kind();
    this.source = source;
    this.url = URL.createObjectURL(source);
    source.addEventListener("sourceopen", () => this.ready(source), { once: true });
    this.video.src = this.url;
    void this.video.play().catch(() => undefined);
  }

  private ready(source: MediaSource): void {
    if (this.source !== source) return;
    this.buffer = source.addSourceBuffer(this.type);
    this.buffer.addEventListener("updateend", () => this.work());
    this.buffer.addEventListener("error", () => this.failed());
    this.work();
  }

  private work(): void {
    const buffer = this.buffer;
    if (!buffer || buffer.updating || this.source?.readyState !== "open") return;
    const past = this.video.currentTime - PAST;
    if (buffer.buffered.length && buffer.buffered.start(0) < past - PAST) return buffer.remove(0, past);
    const step = this.steps.shift();
    if (!step) return;
    try {
      this.take(buffer, step);
    } catch (fault) {
      this.full(step, fault);
    }
  }

  private take(buffer: SourceBuffer, step: Step): void {
    if ("data" in step) return buffer.appendBuffer(step.data);
    if ("forget" in step && buffer.buffered.length) return buffer.remove(step.forget, Infinity);
    if ("offset" in step) buffer.timestampOffset = step.offset;
    this.work();
  }

  /** No room: forget everything behind the picture and try again. */
  private full(step: Step, fault: unknown): void {
    if (!(fault instanceof DOMException) || fault.name !== "QuotaExceededError") return this.failed();
    this.steps.unshift(step);
    this.buffer?.remove(0, Math.max(0.1, this.video.currentTime - 0.5));
  }
}
