/** What all programs share: the photo's edges where they show, and the label, which every one of them draws. */

import { keepPicture, newTexture, Program, type GL } from "./gl";
import type { Label, Rig } from "./rig";
import finish from "./shaders/finish.glsl";
import { UNIT } from "./units";
import type { View } from "./view";

/** Makes programs that finish what they draw. */
export class Finishing {
  constructor(private readonly gl: GL, private readonly rig: Rig, private readonly view: View, private readonly label: Label) {
    keepPicture(gl, UNIT.label, label.picture, view.larger !== 1);
    if (rig.inset) {
      keepPicture(gl, UNIT.around, rig.inset.around, view.larger !== 1);
      keepRims(gl, rig.inset.across, rig.inset.down, view.larger !== 1);
    }
  }

  /** Compile a program; `samplers` says which unit each of its textures is in. */
  program(vertex: string, fragment: string, samplers: Record<string, number>, attributes?: readonly string[]): Program {
    const { gl, rig, view, label } = this;
    const defined = [
      rig.inset ? "#define INSET\n" : "",
      view.larger === 1 ? "" : "#define SCALED\n",
      `#define DETAIL ${view.detail.toFixed(1)}\n`,
    ];
    const program = new Program(gl, vertex, defined.join("") + finish + fragment, attributes);
    program.samplers({ ...samplers, label: UNIT.label, around: UNIT.around, rims: UNIT.rims });
    program.set("size", [view.width, view.height]);
    program.set("canvas", [view.width, view.height]);
    program.set("larger", view.larger);
    program.set("labelPlace", labelPlace(label, view));
    return program;
  }
}

/** Give factors and shifts that take px, counted from the lower left corner, to -1 to 1 across the label. */
function labelPlace({ left, top, picture }: Label, { larger, height }: View): number[] {
  const [wide, tall] = [picture.width * larger, picture.height * larger];
  const [x, y] = [left * larger + wide / 2, height - top * larger - tall / 2];
  return [2 / wide, 2 / tall, (-2 * x) / wide, (-2 * y) / tall];
}

function keepRims(gl: GL, across: Float32Array, down: Float32Array, isSmooth: boolean): void {
  const width = Math.max(across.length, down.length);
  const rows = new Uint8Array(2 * width);
  rows.set(across.map((share) => Math.round(255 * share)));
  rows.set(down.map((share) => Math.round(255 * share)), width);
  newTexture(gl, UNIT.rims, isSmooth);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, width, 2, 0, gl.RED, gl.UNSIGNED_BYTE, rows);
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
}
