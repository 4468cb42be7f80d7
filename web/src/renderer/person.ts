/** Draws the person, moved, over what is behind. */

import type { Finishing } from "./finishing";
import { keepPicture, type GL, type Program } from "./gl";
import type { Posed } from "./puppet";
import type { Rig } from "./rig";
import fragment from "./shaders/person.frag.glsl";
import vertex from "./shaders/person.vert.glsl";
import { UNIT } from "./units";
import type { View } from "./view";

const ATTRIBUTES = ["place", "light", "source"] as const;

export class Person {
  private readonly program: Program;
  private readonly array: WebGLVertexArrayObject | null;
  private readonly buffer: WebGLBuffer | null;
  private readonly kind: number;
  private readonly counts: readonly [number, number];
  /** x, y, light of each vertex, and of the picture's four corners */
  private readonly moved: Float32Array;

  constructor(private readonly gl: GL, rig: Rig, private readonly view: View, finishing: Finishing) {
    const { person, plate } = rig.pictures;
    keepPicture(gl, UNIT.person, person, true);
    keepPicture(gl, UNIT.plate, plate, view.larger !== 1);
    this.program = finishing.program(vertex, fragment, { person: UNIT.person, plate: UNIT.plate }, ATTRIBUTES);
    this.program.set("personSize", [person.width, person.height]);
    this.program.set("window", rig.window.map((side) => side * view.larger));
    const vertices = rig.resting.length / 3;
    this.moved = new Float32Array(3 * (vertices + 4));
    const sources = new Float32Array(2 * (vertices + 4));
    sources.set(rig.sources);
    [[0, 0], [view.width, 0], [0, view.height], [view.width, view.height]].forEach(([x, y], k) => {
      this.moved.set([x!, y!, 0], 3 * (vertices + k));
      // Where the net does not reach, nothing moves.
      sources.set([(x! + view.margin) * view.zoom, (y! + view.margin) * view.zoom], 2 * (vertices + k));
    });
    this.array = gl.createVertexArray();
    gl.bindVertexArray(this.array);
    this.buffer = this.attributes(sources);
    const corners = [0, 1, 2, 2, 1, 3].map((corner) => vertices + corner);
    const Kind = vertices + 4 > 65535 ? Uint32Array : Uint16Array;
    this.kind = Kind === Uint16Array ? gl.UNSIGNED_SHORT : gl.UNSIGNED_INT;
    const indices = Kind.from([...corners, ...rig.around, ...rig.face]);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW);
    this.counts = [corners.length + rig.around.length, rig.face.length];
    gl.bindVertexArray(null);
  }

  private attributes(sources: Float32Array): WebGLBuffer | null {
    const { gl } = this;
    const moving = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, moving);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 12, 0);
    gl.vertexAttribPointer(1, 1, gl.FLOAT, false, 12, 8);
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, sources, gl.STATIC_DRAW);
    gl.vertexAttribPointer(2, 2, gl.FLOAT, false, 8, 0);
    ATTRIBUTES.forEach((_, index) => gl.enableVertexAttribArray(index));
    return moving;
  }

  /** Paint the whole picture: later triangles over earlier ones. */
  draw({ vertices, shade }: Posed): void {
    const { gl, view, moved, program } = this;
    for (let k = 0; k < shade.length; k++) {
      moved[3 * k] = (vertices[3 * k]! - view.left) * view.scale;
      moved[3 * k + 1] = (vertices[3 * k + 1]! - view.top) * view.scale;
      moved[3 * k + 2] = shade[k]!;
    }
    program.use();
    gl.disable(gl.BLEND);
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, moved, gl.DYNAMIC_DRAW);
    const [around, face] = this.counts;
    program.set("shaded", 0);
    gl.drawElements(gl.TRIANGLES, around, this.kind, 0);
    program.set("shaded", 1);
    gl.drawElements(gl.TRIANGLES, face, this.kind, around * (this.kind === gl.UNSIGNED_SHORT ? 2 : 4));
  }
}
