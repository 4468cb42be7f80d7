/** Draws the person, moved, over what is behind. */

import type { Finishing } from "./finishing";
import { FlowPainter } from "./flowing";
import { isImitated, keepPicture, type GL, type Program } from "./gl";
import type { Posed } from "./puppet";
import type { Rect, Rig } from "./rig";
import type { Seen } from "./seen";
import fragment from "./shaders/person.frag.glsl";
import groundFragment from "./shaders/ground.frag.glsl";
import groundVertex from "./shaders/ground.vert.glsl";
import vertex from "./shaders/person.vert.glsl";
import { UNIT } from "./units";
import type { View } from "./view";

const ATTRIBUTES = ["place", "light", "source"] as const;
/** How far away each part lies: what is in front is drawn first and keeps the rest from being drawn for nothing. */
const FACE = -0.5;
const AROUND = 0;
const BEYOND = 0.5;

export class Person {
  private readonly program: Program;
  private readonly array: WebGLVertexArrayObject | null;
  private readonly buffer: WebGLBuffer | null;
  private readonly ground: Program;
  private readonly flowing: FlowPainter | null;
  private readonly wordSize: number;
  private readonly counts: readonly [number, number, number];
  private readonly window: Rect | null;
  /** x, y, light of each vertex, and of the picture's four corners */
  private readonly moved: Float32Array;

  constructor(
    private readonly gl: GL, rig: Rig, private readonly view: View, seen: Seen, finishing: Finishing,
  ) {
    const { person, plate } = rig.pictures;
    keepPicture(gl, UNIT.person, person, true, 0, 1 + view.detail);
    keepPicture(gl, UNIT.plate, plate, view.larger !== 1);
    this.program = finishing.program(vertex, fragment, { person: UNIT.person, plate: UNIT.plate }, ATTRIBUTES);
    this.program.set("personSize", [person.width, person.height]);
    this.program.set("zoom", view.zoom);
    const bits = gl.getParameter(gl.SUBPIXEL_BITS) as number;
    this.program.set("grid", 2 ** bits);
    this.flowing = isImitated(gl) ? new FlowPainter(gl, rig, view, finishing) : null;
    this.window = windowOf(rig, view);
    const vertices = rig.resting.length / 3;
    this.moved = new Float32Array(3 * (vertices + 4));
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    this.buffer = this.vertices(rig);
    const around = seen.triangles(rig.around, rig);
    const corners = [0, 1, 2, 2, 1, 3].map((corner) => vertices + corner);
    const indices = [...rig.face, ...around, ...corners];
    this.counts = [rig.face.length, around.length, seen.goesBeyond(rig) ? corners.length : 0];
    const words = vertices + 4 > 65535 ? Uint32Array.from(indices) : Uint16Array.from(indices);
    this.wordSize = words.BYTES_PER_ELEMENT;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, words, gl.STATIC_DRAW);
    this.ground = finishing.program(groundVertex, groundFragment, { plate: UNIT.plate });
  }

  private vertices({ sources: own }: Rig): WebGLBuffer | null {
    const { gl, view, moved } = this;
    const sources = new Float32Array(own.length + 8);
    sources.set(own);
    [[0, 0], [view.width, 0], [0, view.height], [view.width, view.height]].forEach(([x, y], k) => {
      moved.set([x!, y!, 0], moved.length - 12 + 3 * k);
      sources.set([(x! + view.margin) * view.zoom, (y! + view.margin) * view.zoom], own.length + 2 * k);
    });
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, moved, gl.DYNAMIC_DRAW);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 12, 0);
    gl.vertexAttribPointer(1, 1, gl.FLOAT, false, 12, 8);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, sources, gl.STATIC_DRAW);
    gl.vertexAttribPointer(2, 2, gl.FLOAT, false, 8, 0);
    ATTRIBUTES.forEach((_, index) => gl.enableVertexAttribArray(index));
    return buffer;
  }

  /** Paint the whole picture. */
  draw({ vertices, shade }: Posed): void {
    const { gl, view, moved } = this;
    for (let k = 0; k < shade.length; k++) {
      moved[3 * k] = (vertices[3 * k]! - view.left) * view.scale;
      moved[3 * k + 1] = (vertices[3 * k + 1]! - view.top) * view.scale;
      moved[3 * k + 2] = shade[k]!;
    }
    gl.disable(gl.BLEND);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, moved, gl.DYNAMIC_DRAW);
    this.paint();
  }

  private paint(): void {
    const { gl, counts: [face, around, beyond], window } = this;
    gl.clear(gl.DEPTH_BUFFER_BIT);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    if (window) {
      gl.enable(gl.SCISSOR_TEST);
      gl.scissor(...window);
    }
    if (this.flowing) this.flowing.draw(this.moved);
    this.program.use();
    gl.bindVertexArray(this.array);
    if (!this.flowing) this.part(FACE, 0, face);
    this.part(AROUND, face, around);
    if (beyond) this.part(BEYOND, face + around, beyond);
    gl.disable(gl.SCISSOR_TEST);
    this.ground.use();
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
    gl.disable(gl.DEPTH_TEST);
  }

  /** Draw some triangles, later ones over earlier ones. */
  private part(depth: number, first: number, count: number): void {
    const { gl, program, wordSize } = this;
    program.set("depth", depth);
    program.set("shaded", depth === FACE ? 1 : 0);
    gl.drawElements(gl.TRIANGLES, count, wordSize === 2 ? gl.UNSIGNED_SHORT : gl.UNSIGNED_INT, first * wordSize);
  }
}

/** Give where the person is drawn, px from the picture's lower left corner; null: everywhere. */
function windowOf({ window }: Rig, { larger, width, height }: View): Rect | null {
  const [x0, y0, x1, y1] = window.map((side) => Math.round(side * larger)) as [number, number, number, number];
  const isWhole = x0 <= 0 && y0 <= 0 && x1 >= width && y1 >= height;
  return isWhole ? null : [x0, height - y1, x1 - x0, y1 - y0];
}
