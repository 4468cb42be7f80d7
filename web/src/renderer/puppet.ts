/** Moves the rig: one row of motion to the place of every vertex, as the server's `Puppet` does. */

import { BREATH, HEAD, WEIGHTS, column } from "../motion/names";
import { apply, dot, headRotation, product, transposed, type Matrix, type Vector } from "./algebra";
import type { Rig, Shape } from "./rig";

const JAW_OPEN = column("jawOpen");
const MOUTH_CLOSE = column("mouthClose");
const JAW = ["jawForward", "jawLeft", "jawRight", "jawOpen"].map(column);
const SIDES = ["Left", "Right"].map((side) => ({
  blink: column(`eyeBlink${side}`),
  lids: ["eyeSquint", "eyeLookDown", "eyeLookUp", "eyeWide"].map((name) => column(name + side)),
}));
/** Of the way to contact when the lips press on each other; the jaw side does the rest. */
const UPPER_SHARE = 0.35;
/** Of the head's travel that the shoulders follow. */
const BODY_SHARE = 0.3;
/** Weight by which lips may press on each other; more is only a longer closure. */
const PAST_CONTACT = 0.08;

/** The rig at one moment, px of the portrait. Its arrays are used again for the next. */
export interface Posed {
  /** (V * 3,) */
  readonly vertices: Float32Array;
  /** (V,) change of brightness */
  readonly shade: Float32Array;
  /** rotation of the head since the photo: a point p of the head lies at turn p + shift */
  turn: Matrix;
  shift: Vector;
  /** displacement of the lower teeth in the photo's own pose */
  jaw: Vector;
  /** largest opening between the lips */
  lipGap: number;
}

export class Puppet {
  private readonly weights = new Float32Array(WEIGHTS);
  private readonly posed: Posed;
  private readonly apart: Float32Array;
  private readonly right: Vector;
  private readonly down: Vector;

  constructor(private readonly rig: Rig) {
    const count = rig.resting.length / 3;
    this.posed = {
      vertices: new Float32Array(3 * count),
      shade: new Float32Array(count),
      turn: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      shift: [0, 0, 0],
      jaw: [0, 0, 0],
      lipGap: 0,
    };
    this.apart = new Float32Array(3 * rig.upperLip.length);
    this.right = [rig.axes[0], this.rig.axes[3], this.rig.axes[6]];
    this.down = [this.rig.axes[1], this.rig.axes[4], this.rig.axes[7]];
  }

  /** Take the pose of a row of motion. */
  pose(row: Float32Array): Posed {
    const { rig, posed } = this;
    this.shadeBy(row);
    const weights = this.hold(row);
    posed.vertices.set(rig.resting);
    for (let index = 0; index < WEIGHTS; index++) {
      const weight = weights[index]!;
      const shape = rig.shapes[index];
      if (weight !== 0 && shape) add(posed.vertices, shape, weight);
    }
    posed.lipGap = this.keepLipsApart(posed.vertices);
    const travel = [0, 1, 2].map((k) => row[HEAD + 3 + k]! * rig.travel * rig.unit) as Vector;
    const sway = apply(this.rig.axes, travel);
    this.turnHead(row, sway);
    this.carry(sway.map((way) => BODY_SHARE * way) as Vector, row[BREATH]!);
    posed.jaw = [0, 1, 2].map((k) => JAW.reduce((sum, at, j) => sum + weights[at]! * this.rig.mouth.jaw[j]![k]!, 0)) as Vector;
    return posed;
  }

  private shadeBy(row: Float32Array): void {
    const { shade } = this.posed;
    if (this.rig.seamShade) shade.set(this.rig.seamShade);
    else shade.fill(0);
    for (let index = 0; index < WEIGHTS; index++) {
      const weight = row[index]!;
      const folds = this.rig.shades[index];
      if (weight === 0 || !folds) continue;
      const { vertices, values } = folds;
      for (let k = 0; k < vertices.length; k++) shade[vertices[k]!]! += weight * values[k]!;
    }
  }

  /** Let mouthClose undo the jaw's opening and no more, and closed lids meet and not pass each other. */
  private hold(row: Float32Array): Float32Array {
    const { weights } = this;
    weights.set(row.subarray(0, WEIGHTS));
    const excess = weights[MOUTH_CLOSE]! - weights[JAW_OPEN]! - PAST_CONTACT;
    if (excess > 0) weights[MOUTH_CLOSE]! -= excess;
    for (const { blink, lids } of SIDES) {
      const free = 1 - Math.min(weights[blink]!, 1);
      for (const lid of lids) weights[lid]! *= free;
    }
    return weights;
  }

  /** Stop lips that meet, in place: beyond contact they press, never cross. Gives the largest gap, px. */
  private keepLipsApart(moved: Float32Array): number {
    const { rig, apart, right, down } = this;
    let most = 0;
    let isCrossed = false;
    for (let k = 0; k < rig.upperLip.length; k++) {
      const upper = 3 * rig.upperLip[k]!;
      const lower = 3 * rig.lowerLip[k]!;
      const between: Vector = [0, 1, 2].map((axis) => moved[lower + axis]! - moved[upper + axis]!) as Vector;
      const gap = dot(between, down);
      most = Math.max(most, gap);
      // Lips that press may slide along each other: a jaw that goes aside does not take the upper lip along.
      const along = dot(between, right);
      for (let axis = 0; axis < 3; axis++) {
        apart[3 * k + axis] = gap < 0 ? between[axis]! - along * right[axis]! : 0;
      }
      isCrossed ||= gap < 0;
    }
    if (isCrossed) this.pull(moved);
    return most;
  }

  private pull(moved: Float32Array): void {
    const { vertices, pairs, shares, upper } = this.rig.lipPull;
    for (let k = 0; k < vertices.length; k++) {
      const share = shares[k]! * (k < upper ? UPPER_SHARE : UPPER_SHARE - 1);
      const at = 3 * vertices[k]!;
      const pair = 3 * pairs[k]!;
      moved[at]! += share * this.apart[pair]!;
      moved[at + 1]! += share * this.apart[pair + 1]!;
      moved[at + 2]! += share * this.apart[pair + 2]!;
    }
  }

  private turnHead(row: Float32Array, sway: Vector): void {
    const turned = headRotation(row[HEAD]!, row[HEAD + 1]!, row[HEAD + 2]!);
    const turn = product(product(this.rig.axes, turned), transposed(this.rig.axes));
    const pivot = this.rig.pivot;
    const moved = apply(turn, pivot);
    this.posed.turn = turn;
    this.posed.shift = moved.map((value, k) => pivot[k]! - value + sway[k]!) as Vector;
  }

  /** Turn and shift vertices, in place, as far as the head holds them; the rest goes with the body. */
  private carry(body: Vector, breath: number): void {
    const { vertices, turn, shift } = this.posed;
    const { headWeight, breath: swell } = this.rig;
    const [a, b, c, d, e, f, g, h, i] = turn;
    for (let vertex = 0, at = 0; vertex < headWeight.length; vertex++, at += 3) {
      const x = vertices[at]!;
      const y = vertices[at + 1]!;
      const z = vertices[at + 2]!;
      const share = headWeight[vertex]!;
      const rest = 1 - share;
      vertices[at] =
        rest * (x + body[0]) + share * (a * x + b * y + c * z + shift[0]) + breath * swell[2 * vertex]!;
      vertices[at + 1] =
        rest * (y + body[1]) + share * (d * x + e * y + f * z + shift[1]) + breath * swell[2 * vertex + 1]!;
      vertices[at + 2] = rest * (z + body[2]) + share * (g * x + h * y + i * z + shift[2]);
    }
  }
}

function add(moved: Float32Array, shape: Shape, weight: number): void {
  const { vertices, values } = shape;
  for (let k = 0, from = 0; k < vertices.length; k++, from += 3) {
    const at = 3 * vertices[k]!;
    moved[at]! += weight * values[from]!;
    moved[at + 1]! += weight * values[from + 1]!;
    moved[at + 2]! += weight * values[from + 2]!;
  }
}
