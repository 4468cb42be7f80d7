/** Draws what is seen through the person's openings: the eyes and the inside of the mouth. */

import type { Eye, EyeLook } from "./eye";
import type { Finishing } from "./finishing";
import { keepNumbers, keepPicture, Mask, type GL, type Program } from "./gl";
import type { MouthLook } from "./mouth";
import type { Box } from "./outline";
import type { Rig } from "./rig";
import vertex from "./shaders/box.vert.glsl";
import eyeFragment from "./shaders/eye.frag.glsl";
import mouthFragment from "./shaders/mouth.frag.glsl";
import { UNIT } from "./units";

/** px of nothing around the mouth's layers */
const MARGIN = 2;

export class MouthPainter {
  private readonly program: Program;
  private readonly mask: Mask;

  constructor(private readonly gl: GL, private readonly rig: Rig, finishing: Finishing) {
    const { mouth } = rig.pictures;
    keepPicture(gl, UNIT.mouth, mouth, true, MARGIN);
    this.mask = new Mask(gl, UNIT.mouthMask);
    this.program = finishing.program(vertex, mouthFragment, { layers: UNIT.mouth, mask: UNIT.mouthMask });
    this.program.set("layersSize", [mouth.width + 2 * MARGIN, mouth.height + 2 * MARGIN]);
  }

  draw({ box, cover, light, layers }: MouthLook): void {
    const { program, rig } = this;
    program.use();
    this.mask.set(box[2] - box[0], box[3] - box[1], cover, light);
    const rects = layers.map(({ index }) => rig.mouth.layers[index]!);
    program.set("rects", rects.flatMap(([x, y, wide, tall]) => [x + MARGIN, y + MARGIN, wide, tall]), 4);
    program.set("across", layers.flatMap(({ place }) => place.slice(0, 3)), 3);
    program.set("down", layers.flatMap(({ place }) => place.slice(3)), 3);
    program.set("lit", layers.map(({ lit }) => lit), 1);
    paint(this.gl, program, box);
  }
}

export class EyePainter {
  private readonly program: Program;
  private readonly mask: Mask;

  constructor(private readonly gl: GL, rig: Rig, eye: Eye, index: number, finishing: Finishing) {
    const { ball, turned, lashes, boxes, glint, opening, iris, radius, reach } = eye.eye;
    if (index === 0) keepPicture(gl, UNIT.eyes, rig.pictures.eyes!, false);
    this.mask = new Mask(gl, UNIT.eyeMasks + index);
    const empty = { width: 1, height: 1, data: new Float32Array(3) };
    const { width, height, data } = glint?.picture ?? empty;
    const shine = new Float32Array(4 * width * height).map((_, k) => (k % 4 === 3 ? 0 : data[3 * (k >> 2) + (k % 4)]! / 255));
    keepNumbers(gl, UNIT.glints + index, width, height, shine);
    keepNumbers(gl, UNIT.openings + index, opening.length, 1, opening);
    const units = { mask: UNIT.eyeMasks + index, glints: UNIT.glints + index, openings: UNIT.openings + index };
    const program = (this.program = finishing.program(vertex, eyeFragment, { eyes: UNIT.eyes, ...units }));
    program.set("ball", ball);
    program.set("turnedCorner", turned.slice(0, 2));
    program.set("lashesCorner", lashes.slice(0, 2));
    program.set("lashesBox", boxes[0]);
    program.set("glintBox", glint ? [glint.left, glint.top, 0, 0] : [0, 0, 0, 0]);
    program.set("glintReach", boxes[1]);
    program.set("glintSize", glint ? [width, height] : [0, 0]);
    program.set("iris", iris);
    program.set("radius", radius);
    program.set("reach", reach);
  }

  draw({ box, cover, light, place, shift, turned, lifted, kept }: EyeLook): void {
    const { program } = this;
    program.use();
    this.mask.set(box[2] - box[0], box[3] - box[1], cover, light);
    program.set("across", place.slice(0, 3));
    program.set("down", place.slice(3));
    program.set("shift", shift);
    program.set("turned", turned);
    program.set("lifted", lifted);
    program.set("kept", kept);
    paint(this.gl, program, box);
  }
}

function paint(gl: GL, program: Program, box: Box): void {
  program.set("box", box);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  gl.bindVertexArray(null);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
}
