/** Blurs and shifts small pictures of one channel. */

import type { Grid } from "./rig";

/** Give a picture out of focus; `sigma` in px. Beyond its edges lies its mirror image. */
export function blurred(picture: Grid, sigma: number): Grid {
  const bell = bellOf(sigma);
  const { width, height, data } = picture;
  const across = along(data, bell, width, 1, height, width);
  return { width, height, data: along(across, bell, height, width, width, 1) };
}

/** Half a bell's samples from its middle on; it reaches four deviations, and all of it sums up to 1. */
function bellOf(sigma: number): Float64Array {
  const half = Math.floor((Math.round(8 * sigma + 1) | 1) / 2);
  const bell = new Float64Array(half + 1).map((_, k) => Math.exp((-0.5 * k * k) / (sigma * sigma)));
  const sum = bell.reduce((total, value) => total + 2 * value, -bell[0]!);
  return bell.map((value) => value / sum);
}

function along(
  data: Float32Array, bell: Float64Array, length: number, step: number, lines: number, stride: number,
): Float32Array {
  const result = new Float32Array(data.length);
  const reach = bell.length - 1;
  const line = new Float64Array(length + 2 * reach);
  const mirrored = Array.from(line, (_, k) => mirror(k - reach, length) * step);
  for (let n = 0; n < lines; n++) {
    for (let k = 0; k < line.length; k++) line[k] = data[n * stride + mirrored[k]!]!;
    for (let k = 0; k < length; k++) {
      let sum = bell[0]! * line[k + reach]!;
      for (let j = 1; j <= reach; j++) sum += bell[j]! * (line[k + reach - j]! + line[k + reach + j]!);
      result[n * stride + k * step] = sum;
    }
  }
  return result;
}

function mirror(index: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * length - 2;
  const place = ((index % period) + period) % period;
  return place < length ? place : period - place;
}

/** Give a picture `way` px further down; nothing comes in from above. */
export function lowered({ width, height, data }: Grid, way: number): Grid {
  const result = new Float32Array(data.length);
  const whole = Math.floor(way);
  const part = way - whole;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const near = y >= whole ? data[at - whole * width]! : 0;
      const far = y > whole ? data[at - (whole + 1) * width]! : 0;
      result[at] = near + (far - near) * part;
    }
  }
  return { width, height, data: result };
}
