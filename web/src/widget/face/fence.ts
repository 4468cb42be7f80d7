// Whether the last picture is drawn: asking for the next one before that only makes both late, and the page slow.

/** after which a picture is drawn whatever is said of the last one, ms */
const PATIENCE = 500;
/** of the mean that the newest picture makes up */
const SHARE = 0.2;

export class Fence {
  /** ms from asking for a picture to its being drawn, as far as refreshes tell: one refresh with a graphics card */
  took = 0;
  private sync: WebGLSync | null = null;
  private since = 0;
  private isOpen = true;

  constructor(private readonly gl: WebGL2RenderingContext | null) {}

  /** Tell whether there is room for a picture at `stamp` ms. */
  isFree(stamp: number): boolean {
    if (!this.gl || !this.sync || this.isOpen) return true;
    const passed = stamp - this.since;
    this.isOpen = passed > PATIENCE || this.gl.getSyncParameter(this.sync, this.gl.SYNC_STATUS) === this.gl.SIGNALED;
    if (this.isOpen) this.took += SHARE * (Math.min(passed, PATIENCE) - this.took);
    return this.isOpen;
  }

  /** A picture was asked for at `stamp` ms. */
  set(stamp: number): void {
    if (!this.gl) return;
    this.gl.deleteSync(this.sync);
    this.sync = this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.gl.flush();
    this.since = stamp;
    this.isOpen = false;
  }
}
