/**
 * Where each pixel of the face comes from, worked out by the page: software that stands in for a graphics card takes
 * long for each of thousands of triangles, most of which hold two pixels.
 */

import type { Box } from "./outline";
import type { Indices, Pair } from "./rig";

/** px around a triangle's box, and shares below zero, at which a pixel still counts as inside, for the sake of seams. */
const NEAR = 0.01;
const INSIDE = -1e-4;

export class Flow {
  /** (h, w, 4): place in the texture, 0-1, change of brightness, and 1 where there is any face */
  values = new Float32Array(0);
  private readonly vertices: number[];
  /** x, y, light, and place in the texture of each vertex */
  private readonly drawn: Float32Array;

  constructor(private readonly triangles: Indices, sources: Float32Array, texture: Pair) {
    this.vertices = [...new Set(triangles)];
    this.drawn = new Float32Array((5 * sources.length) / 2);
    for (const vertex of this.vertices)
      for (let axis = 0; axis < 2; axis++) this.drawn[5 * vertex + 3 + axis] = sources[2 * vertex + axis]! / texture[axis]!;
  }

  /** Paint vertices (x, y, light each), px, later triangles over earlier ones. Gives the box that `values` are for. */
  paint(moved: Float32Array, [width, height]: Pair): Box | null {
    this.settle(moved);
    const box = this.box(width, height);
    const [wide, tall] = [box[2] - box[0], box[3] - box[1]];
    if (wide < 1 || tall < 1) return null;
    const needed = 4 * wide * tall;
    if (this.values.length < needed) this.values = new Float32Array(needed);
    this.values.fill(0, 0, needed);
    for (let k = 0; k < this.triangles.length; k += 3) this.triangle(k, box[0] + 0.5, box[1] + 0.5, wide, tall);
    return box;
  }

  private settle(moved: Float32Array): void {
    const { drawn } = this;
    for (const vertex of this.vertices)
      for (let k = 0; k < 3; k++) drawn[5 * vertex + k] = moved[3 * vertex + k]!;
  }

  private box(width: number, height: number): Box {
    let [left, top, right, bottom] = [width, height, 0, 0];
    for (const vertex of this.vertices) {
      left = Math.min(left, this.drawn[5 * vertex]!);
      right = Math.max(right, this.drawn[5 * vertex]!);
      top = Math.min(top, this.drawn[5 * vertex + 1]!);
      bottom = Math.max(bottom, this.drawn[5 * vertex + 1]!);
    }
    return [
      Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top)),
      Math.min(width, Math.ceil(right)), Math.min(height, Math.ceil(bottom)),
    ];
  }

  private triangle(at: number, left: number, top: number, wide: number, tall: number): void {
    const { triangles, drawn, values } = this;
    const [a, b, c] = [5 * triangles[at]!, 5 * triangles[at + 1]!, 5 * triangles[at + 2]!];
    const ax = drawn[a]! - left;
    const ay = drawn[a + 1]! - top;
    const bx = drawn[b]! - left;
    const by = drawn[b + 1]! - top;
    const cx = drawn[c]! - left;
    const cy = drawn[c + 1]! - top;
    const y0 = Math.max(0, Math.ceil(Math.min(ay, by, cy) - NEAR));
    const y1 = Math.min(tall - 1, Math.floor(Math.max(ay, by, cy) + NEAR));
    const x0 = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - NEAR));
    const x1 = Math.min(wide - 1, Math.floor(Math.max(ax, bx, cx) + NEAR));
    if (y0 > y1 || x0 > x1) return;
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    if (Math.abs(area) < 1e-6) return;
    const [acrossB, acrossC] = [(cy - ay) / area, (ay - by) / area];
    const [downB, downC] = [(ax - cx) / area, (bx - ax) / area];
    const [u, v, light] = [drawn[a + 3]!, drawn[a + 4]!, drawn[a + 2]!];
    const [uB, vB, lightB] = [drawn[b + 3]! - u, drawn[b + 4]! - v, drawn[b + 2]! - light];
    const [uC, vC, lightC] = [drawn[c + 3]! - u, drawn[c + 4]! - v, drawn[c + 2]! - light];
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const shareB = (x - ax) * acrossB + (y - ay) * downB;
        const shareC = (x - ax) * acrossC + (y - ay) * downC;
        if (shareB < INSIDE || shareC < INSIDE || shareB + shareC > 1 - INSIDE) continue;
        const place = 4 * (y * wide + x);
        values[place] = u + shareB * uB + shareC * uC;
        values[place + 1] = v + shareB * vB + shareC * vC;
        values[place + 2] = light + shareB * lightB + shareC * lightC;
        values[place + 3] = 1;
      }
    }
  }
}

/** Give the triangles of a surround that touch the face's outline: as the head turns, the face comes over them. */
export function rimOf(face: Indices, around: Indices): number[] {
  const uses = new Map<number, number>();
  const most = 1 + Math.max(...new Set([...face]));
  for (let k = 0; k < face.length; k += 3)
    for (let side = 0; side < 3; side++) {
      const [a, b] = [face[k + side]!, face[k + ((side + 1) % 3)]!];
      const edge = Math.min(a, b) * most + Math.max(a, b);
      uses.set(edge, (uses.get(edge) ?? 0) + 1);
    }
  const outline = new Set<number>();
  for (const [edge, count] of uses) if (count === 1) outline.add(edge % most).add(Math.floor(edge / most));
  const rim: number[] = [];
  for (let k = 0; k < around.length; k += 3) {
    const corners = [around[k]!, around[k + 1]!, around[k + 2]!];
    if (corners.some((corner) => outline.has(corner))) rim.push(...corners);
  }
  return rim;
}
