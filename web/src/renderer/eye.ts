/** Says what an eye looks like in a frame: where its layers lie, and how much of them the lids show. */

import { GAZE } from "../motion/names";
import { apply, dot, type Vector } from "./algebra";
import { blurred, lowered } from "./filters";
import { windowAround, type Box, type Painter } from "./outline";
import type { Posed } from "./puppet";
import type { EyeRig, Grid, Pair, Rig } from "./rig";
import { places, type View } from "./view";

// The numbers are the server's, `avatar/reenact/mesh/eyes.py`, where each has its reason. In IOD or shares.
const EYEBALL = 0.19;
const RIM = 0.016;
const BLENDS = 9;

/** What is to be drawn of an eye; px of textures are those of the eye's own. */
export interface EyeLook {
  readonly box: Box;
  /** (h, w) each, 0-1: how much is seen, and the light on it */
  readonly cover: Float32Array;
  readonly light: Float32Array;
  /** (2, 3): px of the picture to px of the textures */
  readonly place: readonly number[];
  /** texture px by which the eyeball has turned */
  readonly shift: Pair;
  /** 0-1: how far it is the one that has turned away */
  readonly turned: number;
  /** texture px by which the lashes stand higher where the eye opens most, and how much of them shows */
  readonly lifted: number;
  readonly kept: number;
}

export class Eye {
  /** texture px */
  private readonly unit: number;

  constructor(
    readonly eye: EyeRig, private readonly rig: Rig, private readonly view: View, private readonly painter: Painter,
  ) {
    this.unit = rig.unit * view.scale * view.zoom;
  }

  /** Give what is seen of it, or null where nothing is. */
  look(posed: Posed, row: Float32Array): EyeLook | null {
    const { view, eye } = this;
    const outline = uncrossed(places(view, posed.vertices, eye.upper), places(view, posed.vertices, eye.lower));
    const box = windowAround(outline, [view.width, view.height], 2);
    if (!box) return null;
    const cover = this.painter.cover(outline, box);
    const area = cover.data.reduce((sum, share) => sum + share, 0);
    if (area === 0) return null;
    const shift = [0, 1].map((k) => EYEBALL * this.unit * Math.sin(row[GAZE + k]!)) as [number, number];
    const turned = Math.min(1, Math.abs(shift[1]) / (RIM * this.unit));
    const away = Math.min(1, Math.hypot(...shift) / (RIM * this.unit));
    const raised = this.raised(posed);
    return {
      box, shift,
      cover: cover.data,
      light: this.light(cover, area),
      place: this.place(posed),
      turned: Math.round(away * (BLENDS - 1)) / (BLENDS - 1),
      lifted: raised * this.unit,
      kept: 1 - turned * (1 - Math.min(1, raised / RIM)),
    };
  }

  /** Measure how far the upper lid stands above its place in the photo, IOD. */
  private raised(posed: Posed): number {
    const { lid, lidRest } = this.eye;
    const rest = apply(posed.turn, lidRest);
    const risen = rest.map((way, k) => posed.vertices[3 * lid + k]! - way - posed.shift[k]!) as Vector;
    const { axes, unit } = this.rig;
    return Math.max(0, -dot(risen, apply(posed.turn, [axes[1], axes[4], axes[7]])) / unit);
  }

  /** Let the upper lid's shadow come down with it; the open eye keeps the photo's own. */
  private light(cover: Grid, area: number): Float32Array {
    const open = this.eye.openArea * this.view.larger ** 2;
    const closing = Math.min(1, Math.max(0, 2.5 * (1 - area / open) - 0.1));
    if (closing === 0) return new Float32Array(cover.data.length).fill(1);
    const reach = (0.035 * this.unit) / this.view.zoom;
    const under = blurred(lowered(cover, reach), Math.max(0.6, 0.6 * reach)).data;
    return under.map((value) => 1 - 0.34 * closing * (1 - value));
  }

  /** Undo the head's motion in the eye's plane. */
  private place({ turn, shift }: Posed): number[] {
    const { view, eye } = this;
    const [a, b, c, d] = [turn[0], turn[1], turn[3], turn[4]];
    const area = a * d - b * c;
    const back = [d / area, -b / area, -c / area, a / area] as const;
    const x = view.left - turn[2] * eye.depth - shift[0];
    const y = view.top - turn[5] * eye.depth - shift[1];
    const zoom = view.scale * view.zoom;
    const start = (one: number, other: number, first: number, corner: number): number =>
      (one * x + other * y - first) * zoom - corner + view.margin * view.zoom;
    const [across, down] = [start(back[0], back[1], view.left, eye.corner[0]), start(back[2], back[3], view.top, eye.corner[1])];
    return [back[0] * view.zoom, back[1] * view.zoom, across, back[2] * view.zoom, back[3] * view.zoom, down];
  }
}

/** Let lids that have passed each other meet: the upper from left to right, then the lower back. */
function uncrossed(upper: Float32Array, lower: Float32Array): Float32Array {
  const count = upper.length;
  const outline = new Float32Array(2 * count);
  const [x, y] = [upper[count - 2]! - upper[0]!, upper[count - 1]! - upper[1]!];
  for (let k = 0; k < count; k += 2) {
    const isCrossed = (lower[k + 1]! - upper[k + 1]!) * x - (lower[k]! - upper[k]!) * y < 0;
    for (let axis = 0; axis < 2; axis++) {
      const [high, low] = [upper[k + axis]!, lower[k + axis]!];
      outline[k + axis] = isCrossed ? (high + low) / 2 : high;
      outline[2 * count - 2 - k + axis] = isCrossed ? (high + low) / 2 : low;
    }
  }
  return outline;
}
