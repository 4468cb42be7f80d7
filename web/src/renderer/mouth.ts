/** Says what the inside of the mouth looks like in a frame: where its layers lie, and how much of them is seen. */

import { TONGUE, column } from "../motion/names";
import { apply, dot, type Vector } from "./algebra";
import { blurred, lowered } from "./filters";
import { windowAround, type Box, type Painter } from "./outline";
import type { Posed } from "./puppet";
import type { Grid, Indices, Rig } from "./rig";
import { places, type View } from "./view";

// The numbers are the server's, `avatar/reenact/mesh/mouth.py`, where each has its reason. In IOD or shares.
const SLIT = 0.03;
const TONGUE_RISE = 0.13;
const TONGUE_FOLLOWS = 0.58;
const UNDERSIDE = 0.3;
const LIP_EDGE = 0.0035;
const CORNER = 0.09;
const LIP_SHADE = 0.6;
const NARROW = 0.5;
const WIDE = 0.12;
const FRONT = 1;
const UNDER_LIP = 0.81;
const AT_EDGE = 0.86;
const TEETH_BEHIND = 0.1;
const TUCKED = 0.8;

const TONGUE_OUT = column("tongueOut");
export const [CAVITY, TONGUE_LAYER, LOWER_TEETH, UPPER_TEETH] = [0, 1, 2, 3];

/** One layer of a frame. */
export interface Layer {
  /** which of the rig's */
  readonly index: number;
  /** (2, 3): px of the picture to px of the layer */
  readonly place: readonly number[];
  /** share of its light */
  readonly lit: number;
}

/** What is to be drawn of a mouth. */
export interface MouthLook {
  readonly box: Box;
  /** (h, w) each, 0-1: how much of the inside is seen, and the light on it */
  readonly cover: Float32Array;
  readonly light: Float32Array;
  /** from back to front */
  readonly layers: readonly Layer[];
}

export class Mouth {
  private readonly unit: number;

  constructor(
    private readonly rig: Rig, private readonly view: View, private readonly painter: Painter,
  ) {
    this.unit = rig.unit * view.scale;
  }

  /** Give what is seen of it, or null where nothing is. */
  look(posed: Posed, row: Float32Array): MouthLook | null {
    const { rig, view } = this;
    const slit = Math.min(1, posed.lipGap / (SLIT * rig.unit));
    if (!rig.mouth.isOpen && posed.lipGap * view.scale < 0.35) return null;
    const outline = this.outline(posed, slit);
    const box = windowAround(outline, [view.width, view.height], 3);
    if (!box) return null;
    const bare = this.painter.cover(outline, box);
    const tucked = this.tucked(posed);
    const light = this.light(bare, posed, tucked);
    const cover = blurred(bare, Math.max(0.35, LIP_EDGE * this.unit)).data;
    // Between closed lips only a line shows, and lips shine through it.
    softenCorners(cover, outline, box, rig.mouth.isOpen ? 0.7 : 0.2, 0.42 + 0.58 * Math.max(slit, tucked));
    const front = through(FRONT, this.opening(posed, tucked)) / through(NARROW, this.opening(posed, tucked));
    return { box, cover, light, layers: this.layers(posed, row[TONGUE]!, row[TONGUE_OUT]!, front) };
  }

  /** The upper lip from left to right, then the lower one back. */
  private outline(posed: Posed, slit: number): Float32Array {
    const { rig, view } = this;
    const [upper, lower] = [rig.upperLip, rig.lowerLip].map((ring) => places(view, posed.vertices, ring));
    const apart = rig.mouth.isOpen ? 1 - slit : 0;
    const count = upper!.length;
    const outline = new Float32Array(2 * count);
    for (let k = 0; k < count; k += 2) {
      for (let axis = 0; axis < 2; axis++) {
        const line = apart * rig.mouth.line[k + axis]! * view.larger;
        outline[k + axis] = upper![k + axis]! - line;
        outline[2 * count - 2 - k + axis] = lower![k + axis]! + line;
      }
    }
    return outline;
  }

  /** `front` is the light on upper teeth, of that on what lies deeper. */
  private layers(posed: Posed, tongue: number, tongueOut: number, front: number): Layer[] {
    const rise: Vector = [0, -TONGUE_RISE * Math.max(tongue, Math.min(1, 2.5 * tongueOut)), -0.1 * tongueOut];
    const lift = apply(this.rig.axes, rise).map((way) => way * this.rig.unit);
    const shares = [0.5, TONGUE_FOLLOWS, 1, 0];
    const order =
      tongueOut > 0.1
        ? [CAVITY, LOWER_TEETH, TONGUE_LAYER, UPPER_TEETH]
        : [CAVITY, TONGUE_LAYER, LOWER_TEETH, UPPER_TEETH];
    return (order as number[]).map((index) => {
      const isTongue = index === TONGUE_LAYER;
      const shift = posed.jaw.map((way, k) => way * shares[index]! + (isTongue ? lift[k]! : 0)) as Vector;
      const lit = isTongue ? 1 - UNDERSIDE * Math.max(0, tongue - tongueOut) : index === UPPER_TEETH ? front : 1;
      return { index, place: this.place(posed, shift), lit };
    });
  }

  /** Give the (2, 3) map from px of the picture to layer px, of a layer displaced by `shift` (px of the photo). */
  private place(posed: Posed, shift: Vector): number[] {
    const { rig, view } = this;
    const { axes } = rig;
    const { centre } = rig.mouth;
    const step = rig.mouth.step * view.scale;
    const across = apply(posed.turn, [axes[0], axes[3], axes[6]]).map((way) => way * step);
    const down = apply(posed.turn, [axes[1], axes[4], axes[7]]).map((way) => way * step);
    const middle = apply(posed.turn, [centre[0] + shift[0], centre[1] + shift[1], centre[2] + shift[2]]);
    const x = (middle[0] + posed.shift[0] - view.left) * view.scale;
    const y = (middle[1] + posed.shift[1] - view.top) * view.scale;
    const [a, b, c, d] = [across[0]!, down[0]!, across[1]!, down[1]!];
    const area = a * d - b * c;
    const back = [d / area, -b / area, -c / area, a / area] as const;
    const [left, top] = rig.mouth.origin;
    return [back[0], back[1], left - back[0] * x - back[1] * y, back[2], back[3], top - back[2] * x - back[3] * y];
  }

  /** Shade the interior: the upper lip's shadow, dark corners, and little light through a small opening. */
  private light(cover: Grid, posed: Posed, tucked: number): Float32Array {
    const gap = posed.lipGap * this.view.scale;
    const reach = Math.min(0.05 * this.unit, Math.max(0.4 * gap, 0.5));
    const under = blurred(lowered(cover, reach), Math.max(0.6, 0.5 * reach)).data;
    const edge = blurred(cover, Math.max(0.6, 0.35 * reach)).data;
    const bare = TUCKED * tucked;
    const slit = Math.max(Math.min(1, gap / (SLIT * this.unit)), bare);
    const most = through(NARROW, this.opening(posed, tucked)) * (0.35 + 0.65 * slit) * this.letIn(posed);
    const shade = (value: number, k: number): number => (UNDER_LIP + (1 - UNDER_LIP) * value) * (AT_EDGE + (1 - AT_EDGE) * edge[k]!);
    return under.map((value, k) => (bare + (1 - bare) * shade(value, k)) * most);
  }

  /** Give how much of the widest opening there is that light needs, 0-1. */
  private opening(posed: Posed, tucked: number): number {
    return Math.max(Math.min(1, posed.lipGap / (WIDE * this.rig.unit)), TUCKED * tucked);
  }

  /** Give the share of light that reaches teeth behind lips that are pushed forward around a small opening. */
  private letIn(posed: Posed): number {
    const before = (this.beforeTeeth(posed, this.rig.upperLip) + this.beforeTeeth(posed, this.rig.lowerLip)) / 2;
    const opening = posed.lipGap / this.rig.unit + 0.03;
    return opening / (opening + LIP_SHADE * Math.max(0, before - TEETH_BEHIND));
  }

  /** Give how far the lower lip is drawn in from its rest toward the edge of the upper teeth, 0-1. */
  private tucked(posed: Posed): number {
    const near = clamped(2 - posed.lipGap / (SLIT * this.rig.unit));
    return near * clamped(1 - this.beforeTeeth(posed, this.rig.lowerLip) / TEETH_BEHIND);
  }

  /** Measure how far a lip's middle half lies before the teeth, IOD. */
  private beforeTeeth(posed: Posed, ring: Indices): number {
    const quarter = Math.floor(ring.length / 4);
    const behind = apply(posed.turn, this.rig.mouth.centre).map((way, k) => way + posed.shift[k]!) as Vector;
    const share = 1 / (ring.length - 2 * quarter);
    for (let k = quarter; k < ring.length - quarter; k++) {
      for (let axis = 0; axis < 3; axis++) behind[axis]! -= posed.vertices[3 * ring[k]! + axis]! * share;
    }
    const back = apply(posed.turn, [this.rig.axes[2], this.rig.axes[5], this.rig.axes[8]]);
    return dot(behind, back) / this.rig.unit;
  }
}

/** Let the opening begin softly at its corners, where lip turns into lip: `least` to 1, times `share`, in place. */
function softenCorners(cover: Float32Array, outline: Float32Array, box: Box, least: number, share: number): void {
  const half = outline.length / 2;
  const [x0, y0] = [outline[0]!, outline[1]!];
  const span = [outline[half - 2]! - x0, outline[half - 1]! - y0] as const;
  const long = Math.max(span[0] ** 2 + span[1] ** 2, 1);
  const width = box[2] - box[0];
  for (let k = 0; k < cover.length; k++) {
    const x = box[0] + (k % width) + 0.5 - x0;
    const y = box[1] + Math.floor(k / width) + 0.5 - y0;
    const along = (x * span[0] + y * span[1]) / long;
    const near = clamped(Math.min(along, 1 - along) / CORNER);
    cover[k]! *= (least + (1 - least) * near * near * (3 - 2 * near)) * share;
  }
}

/** Give the share of light, which is `least` where there is no opening. */
function through(least: number, opening: number): number {
  return least + (1 - least) * opening;
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}
