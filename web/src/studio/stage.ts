import { Motion } from "../motion/motion";
import { Face } from "../renderer";
import * as api from "./api";
import { find, h, icon } from "./dom";
import type { Desk, Draft, Format } from "./draft";
import { Preview } from "./preview";
import { Tape } from "./tape";
import { t, tongue, type Key } from "./texts";
import { inWords } from "./toasts";

/** of what is drawn, px: it is a preview */
const SIZES: Record<Format, [number, number]> = { square: [720, 720], portrait: [540, 960], landscape: [960, 540] };
/** ms after the text was read in which nobody types on */
const PATIENCE = 700;
const LIVE = "avatar.studio.live";
type State = "resting" | "loading" | "making" | "speaking" | "still" | "fault";

/** Where the portrait is seen and heard: at rest, then saying the first sentences once typing stops. */
export class Stage {
  private readonly picture = h("img", { class: "still", alt: "" });
  private readonly ambience = h("img", { class: "ambience", alt: "" });
  private readonly caption = h("div", { class: "caption", "aria-hidden": "true" });
  private readonly shot = h("div", { class: "shot" });
  private readonly state = h("p", { class: "state" }, h("i"), h("span"));
  private readonly button = h("button", { type: "button", class: "play", onclick: () => void this.toggle() });
  private readonly again = h("button", { type: "button", class: "icon-button", onclick: () => void this.play(0) });
  private readonly live = h("button", { type: "button", class: "live", onclick: () => this.switch() });
  private readonly clock = h("span", { class: "clock" });
  private readonly tape = new Tape((seconds) => this.seek(seconds));
  private readonly row = new Float32Array(62);

  private audio: AudioContext | null = null;
  private preview: Preview | null = null;
  private asking: AbortController | null = null;
  private face: Face | null = null;
  private motion = new Motion();
  private shown = "";
  private who = "";
  private label: "zh" | "en" = tongue();
  private why: Key | null = null;
  private sources: AudioBufferSourceNode[] = [];
  private begun: number | null = null;
  private at = 0;
  private queued = 0;
  private shownPhrase = -1;
  private fault = "";
  private soon = 0;
  /** ms, of the last frame that could be drawn, of the last that was, and between them on average */
  private looked = 0;
  private drawn = 0;
  private pace = 16;
  private isTyped = false;
  private isLive = localStorage.getItem(LIVE) !== "off" && !isCalm();

  constructor(
    private readonly desk: Desk,
    private readonly portrait: () => api.Portrait | undefined,
  ) {
    this.shot.append(this.picture, this.caption);
    find("stage").append(this.ambience, this.shot, this.state);
    find("deck").append(this.button, this.again, this.tape.element, h("div", { class: "aside" }, this.clock, this.live));
    desk.watch((_, changed) => this.follow(changed));
    requestAnimationFrame((now) => this.frame(now));
  }

  /** Put everything that has words into the language of the page. */
  draw(): void {
    this.again.replaceChildren(icon("replay"));
    this.again.setAttribute("aria-label", t("replay"));
    this.again.title = t("replay");
    if (!this.preview) this.tape.empty(Boolean(this.desk.now.text.trim()));
    this.tell();
    void this.show();
  }

  /** Take in what was read in the text: what may be said is played by itself when typing has stopped. */
  know(reading: api.Reading | null): void {
    clearTimeout(this.soon);
    this.label = reading?.languages[0]?.startsWith("zh") ? "zh" : reading ? "en" : this.label;
    void this.show();
    const isFine = reading !== null && reading.decision === "allow" && !reading.fault && !reading.uncovered;
    if (!isFine || !this.isLive || !this.isTyped) return;
    this.soon = window.setTimeout(() => {
      this.isTyped = false;
      if (this.begun === null && !document.querySelector("dialog[open]")) void this.play(0);
    }, PATIENCE);
  }

  /** Forget the preview: the text, the voice or the portrait is another now. */
  reset(): void {
    this.stop();
    this.asking?.abort();
    this.asking = null;
    this.preview = null;
    this.fault = "";
    this.at = 0;
    this.speak(-1);
    this.tape.empty(Boolean(this.desk.now.text.trim()));
    this.tell();
  }

  private follow(changed: ReadonlySet<keyof Draft>): void {
    if (changed.has("format") || changed.has("background")) this.tell();
    if (changed.has("portrait") || changed.has("format")) void this.show();
    const shaping = ["text", "language", "voice", "portrait", "speed", "emotion", "purpose", "channel"] as const;
    if (shaping.some((each) => changed.has(each))) this.reset();
    if (shaping.some((each) => changed.has(each))) this.isTyped = true;
  }

  /** Show the portrait: its picture at once, its face as soon as it is here. */
  private async show(): Promise<void> {
    const portrait = this.portrait();
    const { format } = this.desk.now;
    const key = `${portrait?.name ?? ""} ${format} ${this.label} ${JSON.stringify(portrait?.permission)}`;
    if (!portrait || this.shown === key) return;
    this.shown = key;
    if (portrait.name !== this.who) {
      this.who = portrait.name;
      this.motion = new Motion();
      this.lower();
    }
    this.why = null;
    this.picture.src = portrait.picture;
    this.picture.alt = portrait.description || portrait.name;
    this.ambience.src = portrait.picture;
    const { permission } = portrait;
    if (permission.channels.length && !permission.channels.includes("website")) this.why = "stage.why.house";
    else if (!Face.supported()) this.why = "stage.why.webgl";
    if (this.why || !permission.valid) this.lower();
    this.tell();
    if (!this.why && permission.valid) await this.raise(portrait.name, format, key);
    this.tell();
  }

  /** Take the drawn face away; the picture is behind it. */
  private lower(): void {
    this.face?.dispose();
    this.face = null;
    this.shot.querySelector("canvas")?.remove();
  }

  /** A purpose that the portrait may be shown for: the draft's, if it is one of them. */
  private purpose(): string {
    const allowed = this.portrait()?.permission.purposes ?? [];
    const { purpose } = this.desk.now;
    return allowed.length && !allowed.includes(purpose) ? (allowed[0] ?? purpose) : purpose;
  }

  private async raise(name: string, format: Format, key: string): Promise<void> {
    try {
      const [rig, idle] = await Promise.all([api.rig(name, format, this.purpose()), isCalm() ? null : api.idle(name)]);
      if (this.shown !== key) return;
      const canvas = h("canvas", { role: "img", "aria-label": t("stage.picture", { name }) });
      const face = await Face.load(rig, canvas, { size: SIZES[format], labelLanguage: this.label });
      if (this.shown !== key) {
        face.dispose();
        return;
      }
      if (idle) this.motion.idleWith(idle);
      this.lower();
      this.face = face;
      this.picture.alt = ""; // the drawn one says who it is
      this.picture.after(canvas);
    } catch (fault) {
      if (this.shown === key) this.fault = inWords(fault);
    }
  }

  private switch(): void {
    this.isLive = !this.isLive;
    localStorage.setItem(LIVE, this.isLive ? "on" : "off");
    this.tell();
  }

  private async toggle(): Promise<void> {
    if (this.begun !== null) this.pause();
    else await this.play(this.preview && this.at < this.preview.seconds - 0.05 ? this.at : 0);
  }

  private pause(): void {
    this.at = this.time();
    this.stop();
    this.tell();
  }

  /** Go to a moment: on with it where it plays, and wait there where it does not. */
  private seek(seconds: number): void {
    if (this.begun !== null) {
      void this.play(seconds);
      return;
    }
    this.at = Math.max(0, seconds);
    this.tape.at(this.at);
    this.speak(this.at);
    this.tell();
  }

  /** Play from a moment on; what is not there yet is asked for. */
  private async play(seconds: number): Promise<void> {
    if (!this.desk.now.text.trim()) return;
    this.stop();
    this.audio ??= new AudioContext();
    await this.audio.resume();
    this.at = seconds;
    if (!this.preview && !(await this.ask(this.audio))) return;
    if (this.preview?.pieces.length) this.start(this.audio);
    this.tell();
  }

  /** Ask for a preview, and be done when its first piece is here. */
  private ask(audio: AudioContext): Promise<boolean> {
    const { text, language, voice, portrait, speed, emotion, purpose, channel } = this.desk.now;
    const preview = (this.preview = new Preview(audio, this.motion));
    const asking = (this.asking = new AbortController());
    this.fault = "";
    this.tell();
    return new Promise((here) => {
      const asked = { text, language, voice, portrait, speed, emotion, purpose, channel, moves: Boolean(this.face) };
      const came = (): void => {
        if (this.asking !== asking) return;
        this.tape.show(preview.words, preview.seconds, preview.loudness());
        if (this.begun !== null) this.queue();
        here(true);
        this.tell();
      };
      preview.fetch(asked, asking.signal, came).catch((fault: unknown) => {
        here(false);
        if (this.asking !== asking || asking.signal.aborted) return;
        this.fault = inWords(fault);
        this.preview = null;
        this.tape.empty(true);
        this.tell();
      });
    });
  }

  private start(audio: AudioContext): void {
    this.begun = audio.currentTime + 0.06 - this.at;
    this.queued = 0;
    this.queue();
  }

  /** Hand the pieces that have come to the clock of the sound. */
  private queue(): void {
    const { audio, preview, begun } = this;
    if (!audio || !preview || begun === null) return;
    for (; this.queued < preview.pieces.length; this.queued++) {
      const piece = preview.pieces[this.queued];
      if (!piece || piece.start + piece.sound.duration <= this.at) continue;
      const source = audio.createBufferSource();
      source.buffer = piece.sound;
      source.connect(audio.destination);
      const late = Math.max(0, audio.currentTime + 0.01 - (begun + piece.start));
      if (late > 0.05 && piece.start >= this.at) this.begun = begun + late; // it came too late: time waits for it
      const offset = Math.max(0, this.at - piece.start);
      source.start(Math.max(audio.currentTime, (this.begun ?? begun) + piece.start + offset), offset);
      this.sources.push(source);
    }
  }

  private stop(): void {
    for (const each of this.sources) {
      each.stop();
      each.disconnect();
    }
    this.sources = [];
    this.begun = null;
  }

  /** Say where in the preview it is, s: as it is heard. */
  private time(): number {
    const { audio, begun } = this;
    if (!audio || begun === null) return this.at;
    const heard = audio.currentTime - (audio.outputLatency || 0) - begun;
    const most = this.preview && !this.preview.isComplete ? this.preview.seconds : Infinity; // time waits for what comes
    return Math.max(this.at, Math.min(heard, most));
  }

  private frame(now: number): void {
    requestAnimationFrame((next) => this.frame(next));
    const { preview, begun } = this;
    const seconds = this.time();
    if (begun !== null && preview) {
      this.tape.at(seconds);
      this.speak(seconds);
      this.clock.textContent = `${clock(seconds)} / ${clock(preview.seconds)}`;
      if (preview.isComplete && seconds >= preview.seconds) {
        this.stop();
        this.at = 0;
        this.speak(-1);
        this.tape.at(0);
        this.tell();
      }
    }
    if (this.isDue(now, begun !== null)) this.move(now / 1000, begun !== null ? seconds : null);
  }

  /** Tell whether it is time for a picture: at rest fewer will do, and fewest where they are costly or a film is made. */
  private isDue(now: number, isSpeaking: boolean): boolean {
    const gap = now - this.looked;
    this.looked = now;
    if (!this.face || document.hidden || document.querySelector("dialog[open]")) return false;
    this.pace += (Math.min(gap, 200) - this.pace) * 0.05;
    const isCostly = this.pace > 30;
    const least = isSpeaking ? 0 : this.desk.now.job && isCostly ? 400 : isCostly ? 90 : 30;
    if (now - this.drawn < least) return false;
    this.drawn = now;
    return true;
  }

  private move(now: number, seconds: number | null): void {
    this.motion.read(now, seconds, this.row);
    this.face?.draw(this.row);
  }

  /** Show the words around the moment as a caption. */
  private speak(seconds: number): void {
    const words = this.preview?.words ?? [];
    const phrase = seconds < 0 ? [] : phraseAt(words, seconds);
    const first = phrase[0]?.start ?? -1;
    if (first !== this.shownPhrase) {
      this.shownPhrase = first;
      this.caption.replaceChildren(...phrase.flatMap((each, place) => [...(place && isSpaced(each.text, phrase[place - 1]?.text ?? "") ? [" "] : []), h("span", {}, each.text)]));
    }
    [...this.caption.children].forEach((element, place) => {
      const word = phrase[place];
      element.className = !word ? "" : seconds >= word.end ? "said" : seconds >= word.start ? "now" : "";
    });
  }

  private tell(): void {
    this.shot.dataset["format"] = this.desk.now.format;
    const isPlaying = this.begun !== null;
    const isMaking = Boolean(this.preview && !this.preview.pieces.length);
    const state: State = this.fault ? "fault" : isPlaying ? "speaking" : isMaking ? "making" : this.why ? "still" : this.face || !this.portrait()?.permission.valid ? "resting" : "loading";
    this.state.dataset["state"] = state;
    const told = this.fault || t(`stage.${state}`) + (isPlaying && this.preview && !this.preview.isWhole ? `: ${t("tape.first")}` : "");
    if (this.state.lastElementChild) this.state.lastElementChild.textContent = told;
    this.state.title = this.why ? t(this.why) : this.desk.now.background === "own" ? "" : t("stage.backdrop");
    this.button.replaceChildren(icon(isPlaying ? "pause" : "play"));
    this.button.setAttribute("aria-label", t(isPlaying ? "pause" : "play"));
    this.button.disabled = !this.desk.now.text.trim();
    this.live.textContent = t("live");
    this.live.setAttribute("aria-pressed", String(this.isLive));
    this.live.title = t("live.about");
    this.again.disabled = !this.preview?.pieces.length;
    this.clock.textContent = this.preview?.pieces.length ? `${clock(this.at)} / ${clock(this.preview.seconds)}` : "";
  }
}

/** A caption is a sentence, or the part of it that fits on two lines. */
function phraseAt(words: { text: string; start: number; end: number }[], seconds: number): typeof words {
  const phrases: (typeof words)[] = [[]];
  let letters = 0;
  words.forEach((word, place) => {
    const current = phrases[phrases.length - 1] ?? [];
    const wide = /[\u2e80-\u9fff\uac00-\ud7af]/.test(word.text) ? 2 : 1;
    const gap = word.start - (words[place - 1]?.end ?? word.start);
    if (current.length && (letters + word.text.length * wide > 56 || gap > 0.28)) {
      phrases.push([word]);
      letters = 0;
    } else current.push(word);
    letters += word.text.length * wide + 1;
  });
  let found: typeof words = [];
  for (const each of phrases) if ((each[0]?.start ?? Infinity) <= seconds + 0.15) found = each;
  const last = found[found.length - 1];
  return last && seconds > last.end + 0.8 ? [] : found;
}

const isSpaced = (word: string, before: string): boolean => !/[\u2e80-\u9fff]/.test(word + before);

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** Tell whether whoever looks wants nothing to move by itself. */
const isCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
