// The face drawn in the page, on the clock of the sound.

import type { Face } from "../../renderer/face";
import { COLUMNS, HEAD } from "../../motion/names";
import { isMouth } from "../../motion/rows";
import { Join } from "../motion/join.js";
import type { Loop } from "../motion/track.js";
import type { SpeechEnded, SpeechStarted } from "../protocol/events.js";
import type { Media } from "../protocol/media.js";
import type { Loudspeaker } from "../sound/loudspeaker.js";
import { Queue } from "../speech/queue.js";
import type { Speech } from "../speech/speech.js";
import type { Audience, Heard, Performer } from "./performer.js";
import { Fence } from "./fence.js";
import { Pace } from "./pace.js";
import { Skew } from "./skew.js";

/** after which a face that waits for its next piece idles, s */
const PATIENCE = 0.2;
/** from which on lips are seen to move */
const SEEN = 0.02;

/** between looks at the clock, beside those for pictures, ms */
const TICK = 60;

export interface Manner {
  /** no sway of the head: visitors have asked for less motion */
  isStill: boolean;
}

export class DrawnFace implements Performer {
  readonly skew = new Skew();
  private queue: Queue;
  private face: Face | null = null;
  private fence = new Fence(null);
  private idle: Loop | null = null;
  private readonly join = new Join();
  private readonly row = new Float32Array(COLUMNS);
  private readonly pace = new Pace();
  private readonly timer = window.setInterval(() => this.tick(), TICK);
  private frame = 0;

  constructor(
    private readonly out: Loudspeaker,
    private readonly audience: Audience,
    private readonly manner: Manner,
  ) {
    this.queue = this.fresh();
    this.draw(performance.now());
  }

  /** Show this face from now on, on its canvas. */
  show(face: Face, canvas: HTMLCanvasElement, idle: Loop | null): void {
    this.face?.dispose();
    this.face = face;
    this.fence = new Fence(canvas.getContext("webgl2"));
    this.idle = idle;
  }

  /** A new session counts its speeches anew. */
  reset(): void {
    this.interrupt();
    this.queue = this.fresh();
  }

  get isBusy(): boolean {
    return this.queue.isBusy;
  }

  get isBlocked(): boolean {
    return this.out.isBlocked;
  }

  started(event: SpeechStarted): void {
    this.pace.settle();
    this.queue.start(event.speech_id, event.source_id);
  }

  ended(event: SpeechEnded): void {
    if (!event.interrupted) this.queue.complete(event.speech_id);
    else this.tell(this.queue.stop(this.out.clock.heard(), event.speech_id));
  }

  media(media: Media): void {
    this.queue.media(media);
  }

  expect(): void {
    this.pace.expect(performance.now());
  }

  now(): Heard | null {
    const time = this.out.clock.heard();
    const speech = this.queue.current(time);
    return speech ? { id: speech.id, position: speech.position(time) } : null;
  }

  interrupt(): Heard | null {
    this.pace.settle();
    const heard = this.now();
    this.tell(this.queue.stop(this.out.clock.heard()));
    return heard;
  }

  unlock(): Promise<void> {
    return this.out.unlock();
  }

  mute(isMuted: boolean): void {
    this.out.mute(isMuted);
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    window.clearInterval(this.timer);
    this.interrupt();
    this.face?.dispose();
  }

  private fresh(): Queue {
    return new Queue(this.out, () => this.audience.failed("sound"));
  }

  private tell(ended: ReturnType<Queue["stop"]>): void {
    for (const { id, position, isInterrupted, late } of ended) this.audience.over(id, position, isInterrupted, late);
  }

  /** What has to go on in a hidden window too, and where pictures are slow. */
  private readonly tick = (): void => {
    const heard = this.out.clock.heard();
    const over = this.queue.over(heard);
    if (over) this.tell([over]);
    const speech = this.queue.current(heard);
    if (speech && !speech.isTold) {
      speech.isTold = true;
      this.audience.heard(speech.id, speech.source);
    }
    this.audience.passed();
  };

  private readonly draw = (stamp: number): void => {
    this.frame = requestAnimationFrame(this.draw);
    this.tick();
    if (!this.face || !this.fence.isFree(stamp)) return;
    const heard = this.out.clock.heard();
    if (!this.pace.isDue(stamp, this.queue.isBusy, this.queue.isScarce(heard), this.fence.took)) return;
    // What is drawn now is seen with the next refresh of the display.
    this.paint(this.face, heard + this.pace.interval, stamp / 1000);
    this.fence.set(stamp);
    this.audience.drawn();
  };

  private paint(face: Face, time: number, page: number): void {
    const speech = this.queue.current(time);
    if (speech && !speech.isStalled(time, PATIENCE)) {
      speech.track.read(speech.position(time), this.row);
      this.join.smooth(this.row, speech, page);
      this.follow(speech, time);
    } else {
      if (this.idle) this.idle.read(page, this.row);
      else this.row.fill(0);
      this.join.smooth(this.row, null, page);
    }
    if (this.manner.isStill) this.row.fill(0, HEAD);
    face.draw(this.row);
  }

  /** Tell when lips are first seen to move, and how far the picture is from the sound. */
  private follow(speech: Speech, time: number): void {
    if (!speech.isSeen && this.row.some((value, column) => isMouth(column) && value > SEEN)) {
      speech.isSeen = true;
      this.audience.seen(speech.id);
    }
    const reported = this.out.clock.reported();
    if (reported !== null) this.skew.add(time - this.pace.interval - reported);
  }
}
