// Where the face is: chooses who draws it, and brings it there.

import { Face } from "../../renderer/face";
import { Loop } from "../motion/track.js";
import { readRows } from "../../motion/rows";
import type { Session } from "../protocol/session.js";
import { Loudspeaker } from "../sound/loudspeaker.js";
import { DrawnFace, type Manner } from "./drawn.js";
import { FilmedFace } from "./film.js";
import type { Audience, Performer } from "./performer.js";
import { fetchRig } from "./rig.js";

/** The elements that a face is shown in. */
export interface Frame {
  video: HTMLVideoElement;
  rest: HTMLCanvasElement;
  /** Show one of them. */
  show(what: "canvas" | "video"): void;
  /** Every face has a canvas of its own. */
  freshCanvas(): HTMLCanvasElement;
}

export class Stage {
  performer: Performer | null = null;
  private drawn: DrawnFace | null = null;
  private filmed: FilmedFace | null = null;
  private out: Loudspeaker | null = null;
  private isMuted = false;
  private rig = "";

  constructor(
    private readonly frame: Frame,
    private readonly audience: Audience,
    private readonly manner: Manner,
    private readonly server: () => string,
    private readonly label: () => "zh" | "en",
  ) {}

  get skew(): { mean: number; worst: number; last: number; count: number } | null {
    return this.drawn?.skew ?? null;
  }

  /** Ask to be heard, from within a click or a key: also before there is anything to hear. */
  unlock(isDrawn: boolean): void {
    if (isDrawn && !this.performer) void this.speaker().unlock();
    else void this.performer?.unlock();
  }

  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.performer?.mute(isMuted);
  }

  /** Take up a session: at once for sound; the face follows as soon as it is here. */
  take(session: Session): void {
    if (session.mode === "stream") this.film();
    else this.draw(session);
    this.performer?.mute(this.isMuted);
  }

  /** The server's word on the film. */
  mime(type: string): void {
    this.filmed?.mime(type);
  }

  dispose(): void {
    this.performer?.dispose();
    this.performer = this.drawn = this.filmed = null;
    this.out?.dispose();
    this.out = null;
    this.rig = "";
  }

  private speaker(): Loudspeaker {
    this.out ??= new Loudspeaker(() => this.audience.sound(this.performer?.isBlocked ?? false));
    return this.out;
  }

  private draw(session: Session): void {
    if (!this.drawn) {
      this.performer?.dispose();
      this.filmed = null;
      this.performer = this.drawn = new DrawnFace(this.speaker(), this.audience, this.manner);
    }
    this.drawn.reset();
    const rig = session.rig_id ?? "";
    if (this.rig === rig && rig) return;
    this.rig = rig;
    void this.bring(this.drawn, session);
  }

  private async bring(drawn: DrawnFace, session: Session): Promise<void> {
    try {
      if (!session.rig_url) throw new Error("no rig");
      const [rig, idle] = await Promise.all([
        fetchRig(session.rig_url, session.rig_id ?? "", this.server()),
        this.idle(session.idle_url),
      ]);
      await this.put(drawn, rig, idle);
    } catch (fault) {
      this.rig = "";
      console.warn("avatar-agent: the face is not shown:", fault);
      if (this.drawn === drawn) this.audience.failed("draw");
    }
  }

  private async put(drawn: DrawnFace, rig: ArrayBuffer, idle: Loop | null): Promise<void> {
    const canvas = this.frame.freshCanvas();
    const density = window.devicePixelRatio || 1;
    const shown: [number, number] = [canvas.clientWidth * density, canvas.clientHeight * density];
    const face = await Face.load(rig, canvas, { labelLanguage: this.label(), shown });
    if (this.drawn !== drawn) return face.dispose();
    drawn.show(face, canvas, idle);
    this.frame.show("canvas");
  }

  private async idle(url: string | null): Promise<Loop | null> {
    if (!url) return null;
    const answer = await fetch(url, { credentials: "omit" });
    return answer.ok ? new Loop(readRows(await answer.arrayBuffer())) : null;
  }

  private film(): void {
    if (!this.filmed) {
      this.performer?.dispose();
      this.drawn = null;
      this.rig = "";
      this.performer = this.filmed = new FilmedFace(this.frame.video, this.frame.rest, this.audience);
    }
    this.filmed.reset();
    this.frame.show("video");
  }
}
