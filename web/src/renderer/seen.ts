/** Finds out, once, where the person's texture shows something, so that nothing else is drawn. */

import type { Indices, Pair, Rig } from "./rig";

/** px of the texture to one of ours */
const STEP = 4;
/** IOD by which the net's parts may go over each other, and its edge come in, when the person moves. */
const TRAVEL = 0.2;

export class Seen {
  private readonly width: number;
  private readonly height: number;
  /** (height + 1, width + 1): how many of our px above and to the left show something */
  private readonly sums: Uint32Array;

  constructor(person: ImageBitmap) {
    this.width = Math.ceil(person.width / STEP);
    this.height = Math.ceil(person.height / STEP);
    const found = new Uint8Array(this.width * this.height);
    const alpha = alphaOf(person);
    for (let y = 0, k = 3; y < person.height; y++) {
      const row = (y >> 2) * this.width;
      for (let x = 0; x < person.width; x++, k += 4) if (alpha[k]) found[row + (x >> 2)] = 1;
    }
    const wide = this.width + 1;
    this.sums = new Uint32Array(wide * (this.height + 1));
    for (let y = 1; y <= this.height; y++) {
      for (let x = 1, row = 0; x <= this.width; x++) {
        row += found[(y - 1) * this.width + x - 1]!;
        this.sums[y * wide + x] = this.sums[(y - 1) * wide + x]! + row;
      }
    }
  }

  /** Tell whether a box of texture px shows something; beyond the texture its last px go on. */
  shows([left, top]: Pair, [right, bottom]: Pair): boolean {
    const { sums, width, height } = this;
    const [x0, x1] = within(left, right, width);
    const [y0, y1] = within(top, bottom, height);
    const at = (x: number, y: number): number => sums[y * (width + 1) + x]!;
    return at(x1, y1) - at(x1, y0) - at(x0, y1) + at(x0, y0) > 0;
  }

  /** Keep the triangles (n * 3,) that show something, or may come over some that do. */
  triangles(triangles: Indices, { sources, unit, scale, zoom }: Rig): number[] {
    const around = TRAVEL * unit * scale * zoom;
    const kept: number[] = [];
    for (let k = 0; k < triangles.length; k += 3) {
      const corners = [triangles[k]!, triangles[k + 1]!, triangles[k + 2]!];
      const across = corners.map((corner) => sources[2 * corner]!);
      const down = corners.map((corner) => sources[2 * corner + 1]!);
      const first = [Math.min(...across) - around, Math.min(...down) - around] as const;
      if (this.shows(first, [Math.max(...across) + around, Math.max(...down) + around])) kept.push(...corners);
    }
    return kept;
  }

  /** Tell whether the film may show some of the person beyond the net, which is a rectangle, where nothing moves. */
  goesBeyond({ sources, size, margin, zoom, unit, scale }: Rig): boolean {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let k = 0; k < sources.length; k += 2) {
      left = Math.min(left, sources[k]!);
      right = Math.max(right, sources[k]!);
      top = Math.min(top, sources[k + 1]!);
      bottom = Math.max(bottom, sources[k + 1]!);
    }
    const travel = TRAVEL * unit * scale * zoom;
    const [x0, y0] = [margin * zoom, margin * zoom];
    const [x1, y1] = [x0 + size[0] * zoom, y0 + size[1] * zoom];
    return (
      (left + travel > x0 + 1 && this.shows([x0, y0], [left + travel, y1])) ||
      (right - travel < x1 - 1 && this.shows([right - travel, y0], [x1, y1])) ||
      (top + travel > y0 + 1 && this.shows([x0, y0], [x1, top + travel])) ||
      (bottom - travel < y1 - 1 && this.shows([x0, bottom - travel], [x1, y1]))
    );
  }
}

function within(first: number, last: number, limit: number): Pair {
  const start = Math.min(Math.max(Math.floor(first / STEP), 0), limit - 1);
  return [start, Math.max(start + 1, Math.min(limit, Math.ceil(last / STEP)))];
}

function alphaOf(picture: ImageBitmap): Uint8ClampedArray {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser has no 2D canvas.");
  context.drawImage(picture, 0, 0);
  return context.getImageData(0, 0, picture.width, picture.height).data;
}
