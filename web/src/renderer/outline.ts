/** How much of each pixel lies inside a closed outline, in the way in which the server's library paints it. */

import type { Grid } from "./rig";

/** Samples to a pixel, each way, and steps of a sample to which corners are rounded. */
const FINER = 4;
const STEPS = 16;
/** How far from a line's middle its paint falls off: a bell's standard deviation, samples. */
const BELL = 17 / 32;

/** A box of whole pixels: left, top, right, bottom. */
export type Box = readonly [number, number, number, number];

/** Give the box around an outline (x, y, x, y, ...) inside a picture, or null where it lies outside. */
export function windowAround(outline: Float32Array, size: readonly [number, number], margin: number): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let k = 0; k < outline.length; k += 2) {
    left = Math.min(left, outline[k]!);
    right = Math.max(right, outline[k]!);
    top = Math.min(top, outline[k + 1]!);
    bottom = Math.max(bottom, outline[k + 1]!);
  }
  const box: Box = [
    Math.max(0, Math.floor(left) - margin),
    Math.max(0, Math.floor(top) - margin),
    Math.min(size[0], Math.ceil(right) + margin),
    Math.min(size[1], Math.ceil(bottom) + margin),
  ];
  return box[2] - box[0] > 1 && box[3] - box[1] > 1 ? box : null;
}

/** Paints outlines; keeps its room between calls. */
export class Painter {
  private fine = new Uint8Array(0);

  /** Give the share, 0-1, of each pixel of a box that lies inside an outline (x, y, x, y, ...), px. */
  cover(outline: Float32Array, [x0, y0, x1, y1]: Box): Grid {
    const [width, height] = [x1 - x0, y1 - y0];
    const [wide, tall] = [width * FINER, height * FINER];
    if (this.fine.length < wide * tall) this.fine = new Uint8Array(wide * tall);
    const fine = this.fine.fill(0, 0, wide * tall);
    const corners = rounded(outline, x0, y0);
    drawEdges(fine, wide, tall, corners);
    fill(fine, wide, tall, corners);
    return { width, height, data: shrunk(fine, width, height) };
  }
}

/** Give corners in samples; between rows none begins or ends. */
function rounded(outline: Float32Array, left: number, top: number): Float64Array {
  const corners = new Float64Array(outline.length);
  for (let k = 0; k < outline.length; k += 2) {
    corners[k] = nearest(((outline[k]! - left) * FINER - 0.5) * STEPS) / STEPS;
    corners[k + 1] = Math.floor(nearest(((outline[k + 1]! - top) * FINER - 0.5) * STEPS) / STEPS + 0.5);
  }
  return corners;
}

/** Round half to even. */
function nearest(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down;
}

function fill(fine: Uint8Array, wide: number, tall: number, corners: Float64Array): void {
  const crossings: number[][] = Array.from({ length: tall }, () => []);
  for (let k = 0; k < corners.length; k += 2) {
    const next = (k + 2) % corners.length;
    const [from, to] = corners[k + 1]! < corners[next + 1]! ? [k, next] : [next, k];
    const [start, end] = [corners[from + 1]!, corners[to + 1]!];
    if (start === end) continue;
    const slope = (corners[to]! - corners[from]!) / (end - start);
    for (let y = Math.max(start, 0); y < Math.min(end, tall); y++) {
      crossings[y]!.push(corners[from]! + (y - start) * slope);
    }
  }
  crossings.forEach((row, y) => {
    row.sort((one, other) => one - other);
    for (let k = 0; k + 1 < row.length; k += 2) {
      const [first, last] = [Math.max(0, Math.ceil(row[k]!)), Math.min(wide - 1, Math.floor(row[k + 1]!))];
      if (first <= last) fine.fill(255, y * wide + first, y * wide + last + 1);
    }
  });
}

/** Paint the edges softly: three samples across, two coats of a bell whose height follows the slope. */
function drawEdges(fine: Uint8Array, wide: number, tall: number, corners: Float64Array): void {
  for (let k = 0; k < corners.length; k += 2) {
    const from = (k + corners.length - 2) % corners.length;
    const [x0, y0, x1, y1] = [corners[from]!, corners[from + 1]!, corners[k]!, corners[k + 1]!];
    const isFlat = Math.abs(x1 - x0) > Math.abs(y1 - y0);
    if (isFlat) drawLine(fine, 1, wide, wide, tall, x0, y0, x1, y1);
    else drawLine(fine, wide, 1, tall, wide, y0, x0, y1, x1);
  }
}

/** Paint a line that goes mostly along the first axis, of which `step` and `length` are given first. */
function drawLine(
  fine: Uint8Array, step: number, aside: number, length: number, breadth: number,
  u0: number, v0: number, u1: number, v1: number,
): void {
  if (u0 > u1) [u0, v0, u1, v1] = [u1, v1, u0, v0];
  const slope = (v1 - v0) / Math.max(u1 - u0, 1 / 65536);
  const strength = Math.abs(slope) >= 1 ? 1 : Math.sqrt((1 + slope * slope) / 2);
  const [first, last] = [Math.floor(u0), Math.floor(u1 + 1)];
  for (let u = Math.max(first, 0); u <= Math.min(last, length - 1); u++) {
    const v = v0 + slope * (u - u0) + 0.5;
    const middle = Math.floor(v);
    const share = ends(u, u0, u1) * strength;
    for (let k = -1; k <= 1; k++) {
      const at = middle + k;
      if (at < 0 || at >= breadth) continue;
      const bell = (at + 0.5 - v) / BELL;
      const paint = share * 0.996 * Math.exp(-0.5 * bell * bell);
      const place = u * step + at * aside;
      fine[place]! += (255 - fine[place]!) * paint * (2 - paint) + 0.5;
    }
  }
}

/** Let a line from u0 to u1 begin and end over two samples each. */
function ends(u: number, u0: number, u1: number): number {
  return Math.max(0, Math.min(1, (u + 1 - u0) / 2) + Math.min(1, (u1 + 1 - u) / 2) - 1);
}

function shrunk(fine: Uint8Array, width: number, height: number): Float32Array {
  const small = new Float32Array(width * height);
  const wide = width * FINER;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      let sum = 0;
      for (let j = 0, from = y * FINER * wide + x * FINER; j < FINER; j++, from += wide) {
        for (let i = 0; i < FINER; i++) sum += fine[from + i]!;
      }
      small[at] = Math.round(sum / (FINER * FINER)) / 255;
    }
  }
  return small;
}
