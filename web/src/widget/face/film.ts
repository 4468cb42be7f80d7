// The face as a film from the server: for browsers that can't draw it, and photos that stay in the house.

import type { SpeechEnded, SpeechStarted } from "../protocol/events.js";
import { FILM, type Media } from "../protocol/media.js";
import { Margin } from "./margin.js";
import type { Audience, Heard, Performer } from "./performer.js";
import { Reel } from "./reel.js";
import { tempo, type Expected } from "./tempo.js";

/** behind the newest picture, s, from which on to leap */
const LEAP = 2;
/** of the film after an interruption, s, in which the mouth closes: by then the face at rest has been shown */
const CLOSES = 0.12;
/** after a leap in the film, in which it may wait for pictures, ms */
const LEAPING = 700;
/** for a speech that was asked for, ms */
const EXPECTED = 3000;

/** for the server's word on where the film goes on, ms */
const PATIENCE = 3000;
/** between pictures of the face at rest, ms */
const REMEMBER = 1000;
/** between looks at the film's clock, ms */
const STEP = 30;

interface Said {
  id: string;
  source: string | null;
  /** where in the film it begins and ends, s */
  from: number;
  to: number;
  isTold: boolean;
}

export class FilmedFace implements Performer {
  private readonly reel: Reel;
  private said: Said[] = [];
  private readonly timer = window.setInterval(() => this.step(), STEP);
  private isMuted = false;
  private isUnlocked = false;
  private isOver = false;
  /** where the film goes on after an interruption, s; -1: no interruption, Infinity: not told yet */
  private resumes = -1;
  private stopped = 0;
  private remembered = 0;
  private leapt = 0;
  private readonly margin = new Margin();
  /** when a speech was asked for that is not announced yet, ms; -Infinity: none is */
  private asked = -Infinity;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly rest: HTMLCanvasElement,
    private readonly audience: Audience,
  ) {
    this.reel = new Reel(video, () => audience.failed("film"));
    video.muted = true;
    video.addEventListener("waiting", this.waits);
    this.watch();
    this.isUnlocked = navigator.userActivation?.hasBeenActive ?? false;
    this.sound();
  }

  /** Take the film's kind as the server has told it. */
  mime(type: string): void {
    this.reel.open(type);
  }

  /** A new session begins a new film. */
  reset(): void {
    for (const said of [...this.said]) this.finish(said, true);
    this.resumes = -1;
    this.reel.dispose();
    this.show(false);
    this.sound();
  }

  get isBusy(): boolean {
    return this.said.length > 0;
  }

  get isBlocked(): boolean {
    return !this.isUnlocked;
  }

  started(event: SpeechStarted): void {
    const from = (event.film_ms ?? 0) / 1000;
    this.asked = -Infinity;
    this.said.push({ id: event.speech_id, source: event.source_id, from, to: Infinity, isTold: false });
  }

  ended(event: SpeechEnded): void {
    const said = this.said.find((each) => each.id === event.speech_id);
    if (event.interrupted) {
      if (said) this.finish(said, true);
      if (event.film_ms !== undefined) this.goOn(event.film_ms / 1000);
      return;
    }
    if (said) said.to = said.from + event.position_ms / 1000;
    else if (this.resumes === Infinity) this.resumes = this.video.currentTime; // over before it could be stopped
  }

  media(media: Media): void {
    if (media.kind === FILM) this.reel.add(media.body, media.start);
  }

  expect(): void {
    this.asked = performance.now();
  }

  now(): Heard | null {
    const time = this.video.currentTime;
    const said = this.said.find((each) => each.from <= time && time < each.to);
    return said && this.resumes < 0 ? { id: said.id, position: time - said.from } : null;
  }

  interrupt(): Heard | null {
    const heard = this.now();
    if (!this.said.length) return heard;
    this.resumes = Infinity;
    this.asked = -Infinity;
    this.stopped = performance.now();
    this.sound();
    this.show(true);
    for (const said of [...this.said]) this.finish(said, true);
    return heard;
  }

  async unlock(): Promise<void> {
    this.isUnlocked = true;
    this.sound();
    await this.video.play().catch(() => {
      this.isUnlocked = false;
      this.sound();
    });
    this.audience.sound(this.isBlocked);
  }

  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.sound();
  }

  dispose(): void {
    window.clearInterval(this.timer);
    this.video.removeEventListener("waiting", this.waits);
    this.isOver = true;
    this.reel.dispose();
  }

  private sound(): void {
    this.video.muted = this.isMuted || !this.isUnlocked || this.resumes >= 0;
  }

  /** Show the face at rest instead of the film. */
  private show(isResting: boolean): void {
    this.rest.classList.toggle("shown", isResting);
  }

  /** After an interruption: what is buffered beyond is not to be seen. */
  private goOn(place: number): void {
    this.resumes = place;
    this.reel.cut(place);
  }

  private finish(said: Said, isInterrupted: boolean): void {
    this.said = this.said.filter((each) => each !== said);
    this.audience.over(said.id, Math.max(0, this.video.currentTime - said.from), isInterrupted);
  }

  /** Look at each picture as it is shown, where a browser tells of it. */
  private watch(): void {
    this.video.requestVideoFrameCallback?.(() => {
      if (this.isOver) return;
      this.step();
      this.watch();
    });
  }

  private readonly waits = (): void => {
    const isLeaping = this.resumes >= 0 || performance.now() - this.leapt < LEAPING;
    if (!isLeaping && this.video.currentTime > 1) this.margin.stopped();
  };

  private leap(place: number): void {
    this.leapt = performance.now();
    this.video.currentTime = place;
  }

  private readonly step = (): void => {
    this.back();
    this.keepUp();
    this.remember();
    const time = this.video.currentTime;
    for (const said of [...this.said]) this.follow(said, time);
    this.audience.passed();
    if (this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) this.audience.drawn();
  };

  private follow(said: Said, time: number): void {
    if (!said.isTold && time >= said.from && this.resumes < 0) {
      said.isTold = true;
      this.audience.heard(said.id, said.source);
      this.audience.seen(said.id);
    }
    if (time >= said.to) this.finish(said, false);
  }

  /** Return to the film when it has come to where it goes on. */
  private back(): void {
    if (this.resumes === Infinity && performance.now() - this.stopped > PATIENCE) this.resumes = this.video.currentTime;
    if (this.resumes < 0 || this.resumes === Infinity || !this.reel.has(this.resumes + CLOSES)) return;
    this.leap(this.resumes + CLOSES);
    this.resumes = -1;
    this.sound();
    // Until the leap is done the picture is the one at which it was stopped, with its mouth open.
    this.video.addEventListener("seeked", () => this.resumes < 0 && this.show(false), { once: true });
  }

  private get expected(): Expected {
    if (this.now()) return "heard";
    if (this.said.length) return "announced";
    return performance.now() - this.asked < EXPECTED ? "asked" : "nothing";
  }

  /** Keep a picture of the face at rest: it is seen from the moment when a speech is stopped. */
  private remember(): void {
    const { rest, video } = this;
    const now = performance.now();
    const isOpen = this.said.length > 0 || this.resumes >= 0 || rest.classList.contains("shown");
    if (isOpen || video.seeking || !video.videoWidth || now - this.remembered < REMEMBER) return;
    this.remembered = now;
    if (rest.width !== video.videoWidth) [rest.width, rest.height] = [video.videoWidth, video.videoHeight];
    rest.getContext("2d")?.drawImage(video, 0, 0);
  }

  /** Stay near the newest picture: a little faster, or at once. */
  private keepUp(): void {
    if (this.resumes >= 0) return;
    const behind = this.reel.behind();
    if (behind === null) return;
    if (this.video.paused) void this.video.play().catch(() => undefined);
    this.margin.see(behind, performance.now());
    if (behind > LEAP && !this.said.length) this.leap(this.video.currentTime + behind - 0.2);
    const spoken = this.video.currentTime + behind - (this.said[0]?.from ?? Infinity);
    this.video.playbackRate = tempo(this.expected, behind, this.margin, spoken);
    if (behind < 0) this.leap(this.video.currentTime - behind);
  }
}
