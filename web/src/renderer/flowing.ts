/** Draws the face pixel by pixel, where the graphics card is only imitated. */

import type { Finishing } from "./finishing";
import { Flow, rimOf } from "./flow";
import { newTexture, type GL, type Program } from "./gl";
import type { Rig } from "./rig";
import vertex from "./shaders/box.vert.glsl";
import fragment from "./shaders/flow.frag.glsl";
import { UNIT } from "./units";
import type { View } from "./view";

export class FlowPainter {
  private readonly flow: Flow;
  private readonly program: Program;
  private readonly texture: WebGLTexture;
  private held: [number, number] = [0, 0];

  constructor(private readonly gl: GL, rig: Rig, private readonly view: View, finishing: Finishing) {
    const { person } = rig.pictures;
    // The rim is drawn here too, to the same pixel: cards that are imitated move corners by up to 1/32 px.
    const triangles = Uint32Array.from([...rimOf(rig.face, rig.around), ...rig.face]);
    this.flow = new Flow(triangles, rig.sources, [person.width, person.height]);
    this.texture = newTexture(gl, UNIT.flow, false);
    this.program = finishing.program(vertex, fragment, { flow: UNIT.flow, person: UNIT.person, plate: UNIT.plate });
  }

  /** Draw vertices (x, y, light each), px. */
  draw(moved: Float32Array): void {
    const { gl, flow, program } = this;
    const box = flow.paint(moved, [this.view.width, this.view.height]);
    if (!box) return;
    const [wide, tall] = [box[2] - box[0], box[3] - box[1]];
    gl.activeTexture(gl.TEXTURE0 + UNIT.flow);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (wide > this.held[0] || tall > this.held[1]) {
      this.held = [Math.max(wide + 32, this.held[0]), Math.max(tall + 32, this.held[1])];
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, ...this.held, 0, gl.RGBA, gl.FLOAT, null);
    }
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, wide, tall, gl.RGBA, gl.FLOAT, flow.values);
    program.use();
    program.set("box", box);
    gl.bindVertexArray(null);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }
}
