// Whether the last picture is drawn: asking for the next one before that only makes both late, and the page slow.

/** after which a picture is drawn whatever is said of the last one, ms */
const PATIENCE = 500;

export class Fence {
  private sync: WebGLSync | null = null;
  private since = 0;

  constructor(private readonly gl: WebGL2RenderingContext | null) {}

  /** Tell whether there is room for a picture at `stamp` ms. */
  isFree(stamp: number): boolean {
    if (!this.gl || !this.sync || stamp - this.since > PATIENCE) return true;
    return this.gl.getSyncParameter(this.sync, this.gl.SYNC_STATUS) === this.gl.SIGNALED;
  }

  /** A picture was asked for at `stamp` ms. */
  set(stamp: number): void {
    if (!this.gl) return;
    this.gl.deleteSync(this.sync);
    this.sync = this.gl.fenceSync(this.gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    this.gl.flush();
    this.since = stamp;
  }
}
