/** A face that is drawn in the visitor's browser: the same picture that the server would draw of the same motion. */

import { COLUMNS } from "../motion/names";
import { EyePainter, MouthPainter } from "./boxes";
import { Eye } from "./eye";
import { Finishing } from "./finishing";
import { isImitated, type GL } from "./gl";
import { Mouth } from "./mouth";
import { Painter } from "./outline";
import { Person } from "./person";
import { Puppet } from "./puppet";
import { readRig } from "./read";
import type { Label, Pair, Rig } from "./rig";
import { Seen } from "./seen";
import { seenOf, viewOf, type View } from "./view";

export interface FaceOptions {
  /** px; as the rig's film, where nothing is said. Other shapes than the rig's need another rig. */
  readonly size?: [number, number];
  /** px of the display that it is shown on: without a graphics card, no more are drawn than are seen */
  readonly shown?: [number, number];
  /** in which language the label stands */
  readonly labelLanguage?: "zh" | "en";
}

const ATTRIBUTES: WebGLContextAttributes = { alpha: false, antialias: false, depth: true, stencil: false };

export class Face {
  /** px of the picture */
  readonly size: [number, number];
  private readonly puppet: Puppet;
  private readonly eyes: readonly Eye[];
  private readonly mouth: Mouth;
  private readonly row = new Float32Array(COLUMNS);
  private readonly seen: Seen;
  private drawing: Drawing | null;

  private constructor(
    private readonly rig: Rig,
    private readonly gl: GL,
    private readonly canvas: HTMLCanvasElement,
    private readonly label: Label,
    private readonly view: View,
  ) {
    this.size = [view.width, view.height];
    const painter = new Painter();
    this.seen = new Seen(rig.pictures.person);
    this.puppet = new Puppet(rig);
    this.eyes = rig.eyes.map((eye) => new Eye(eye, rig, view, painter));
    this.mouth = new Mouth(rig, view, painter);
    this.drawing = new Drawing(gl, rig, view, label, this.eyes, this.seen);
    canvas.addEventListener("webglcontextlost", this.lost);
    canvas.addEventListener("webglcontextrestored", this.restored);
  }

  /** Tell whether this browser can draw faces; where it cannot, ask the server for films. */
  static supported(): boolean {
    try {
      const gl = document.createElement("canvas").getContext("webgl2", ATTRIBUTES);
      gl?.getExtension("WEBGL_lose_context")?.loseContext();
      return gl !== null && typeof createImageBitmap === "function";
    } catch {
      return false;
    }
  }

  /** Make a face of a rig's file. It draws itself at rest. */
  static async load(rig: ArrayBuffer, canvas: HTMLCanvasElement, options: FaceOptions = {}): Promise<Face> {
    const read = await readRig(rig);
    const gl = canvas.getContext("webgl2", ATTRIBUTES);
    if (!gl) throw new Error("This browser has no WebGL 2: ask the server for films instead.");
    const seen = options.shown && isImitated(gl) ? seenOf(read.size, options.shown) : [...read.size] as Pair;
    const view = viewOf(read, fitting(read.size, options.size ?? seen));
    [canvas.width, canvas.height] = [view.width, view.height];
    const face = new Face(read, gl, canvas, labelOf(read, options.labelLanguage ?? "en"), view);
    face.draw(face.row);
    return face;
  }

  /** Draw a row of motion: 62 numbers in the order of `MOTION_NAMES`. */
  draw(row: Float32Array): void {
    if (row !== this.row) this.row.set(row.subarray(0, COLUMNS));
    const { drawing } = this;
    if (!drawing || this.gl.isContextLost()) return;
    const posed = this.puppet.pose(this.row);
    drawing.draw(
      posed,
      this.eyes.map((eye) => eye.look(posed, this.row)),
      this.mouth.look(posed, this.row),
    );
  }

  /** Draw the last row again and give its pixels: RGBA, the top row first. */
  pixels(): Uint8Array {
    this.draw(this.row);
    const { gl, size: [width, height] } = this;
    const found = new Uint8Array(4 * width * height);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, found);
    const upright = new Uint8Array(found.length);
    for (let y = 0, line = 4 * width; y < height; y++) {
      upright.set(found.subarray(y * line, (y + 1) * line), (height - 1 - y) * line);
    }
    return upright;
  }

  /** Let go of the graphics card's memory; the face can't be drawn any more. */
  dispose(): void {
    this.canvas.removeEventListener("webglcontextlost", this.lost);
    this.canvas.removeEventListener("webglcontextrestored", this.restored);
    this.drawing = null;
    this.gl.getExtension("WEBGL_lose_context")?.loseContext();
    const { person, plate, mouth, eyes } = this.rig.pictures;
    const labels = this.rig.labels.map(({ picture }) => picture);
    [person, plate, mouth, eyes, this.rig.inset?.around, ...labels].forEach((picture) => picture?.close());
  }

  // Without this the browser would not give the context back.
  private readonly lost = (event: Event): void => {
    event.preventDefault();
    this.drawing = null;
  };

  private readonly restored = (): void => {
    this.drawing = new Drawing(this.gl, this.rig, this.view, this.label, this.eyes, this.seen);
    this.draw(this.row);
  };
}

/** What lies on the graphics card. */
class Drawing {
  private readonly person: Person;
  private readonly eyes: readonly EyePainter[];
  private readonly mouth: MouthPainter;

  constructor(gl: GL, rig: Rig, view: View, label: Label, eyes: readonly Eye[], seen: Seen) {
    gl.viewport(0, 0, view.width, view.height);
    gl.disable(gl.DITHER);
    gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
    const finishing = new Finishing(gl, rig, view, label);
    this.person = new Person(gl, rig, view, seen, finishing);
    this.eyes = eyes.map((eye, index) => new EyePainter(gl, rig, eye, index, finishing));
    this.mouth = new MouthPainter(gl, rig, finishing);
  }

  draw(
    posed: ReturnType<Puppet["pose"]>,
    eyes: readonly ReturnType<Eye["look"]>[],
    mouth: ReturnType<Mouth["look"]>,
  ): void {
    this.person.draw(posed);
    eyes.forEach((look, index) => look && this.eyes[index]!.draw(look));
    if (mouth) this.mouth.draw(mouth);
  }
}

function fitting(film: Pair, size: Pair): Pair {
  if (Math.abs(size[0] / film[0] - size[1] / film[1]) * Math.max(...film) > 1.5) {
    throw new Error(`A rig of ${film.join("x")} px can't be drawn at ${size.join("x")}: ask for one of that shape.`);
  }
  return size;
}

function labelOf(rig: Rig, language: string): Label {
  const found = rig.labels.find((label) => label.language === language) ?? rig.labels.find((label) => !label.language);
  const label = found ?? rig.labels[0];
  if (!label) throw new Error("The rig has no label, and no picture is shown without.");
  return label;
}
