/** Where the portrait's points lie in the picture that is drawn. */

import type { Indices, Pair, Rig } from "./rig";

/** The rig's film at the size of the canvas: all measures in px of the canvas. */
export interface View {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  /** px per portrait px */
  readonly scale: number;
  /** px per film px of the rig */
  readonly larger: number;
  /** texture px per px */
  readonly zoom: number;
  readonly margin: number;
  /** how often the texture is halved before it is looked at: drawn smaller, hair would glitter */
  readonly detail: 0 | 1;
}

/** texture px per px from which on every other one would not be seen */
const COARSE = 3;
/** of the film, the least that is drawn */
const LEAST = 0.5;

export function viewOf(rig: Rig, [width, height]: Pair): View {
  const larger = width / rig.size[0];
  const { left, top, scale, margin } = rig;
  const zoom = rig.zoom / larger;
  const detail = larger < 1 && zoom >= COARSE ? 1 : 0;
  return { width, height, left, top, larger, scale: scale * larger, zoom, margin: margin * larger, detail };
}

/** Give the film's size, or as little of it as is seen where it is shown this large, px. */
export function seenOf(film: Pair, shown: Pair): [number, number] {
  const share = Math.max(shown[0] / film[0], shown[1] / film[1]);
  if (!(share > 0 && share < 1)) return [...film];
  return [Math.round(film[0] * Math.max(share, LEAST)), Math.round(film[1] * Math.max(share, LEAST))];
}

/** Give places (x, y, x, y, ...) of some vertices of (V * 3,) portrait px. */
export function places(view: View, vertices: Float32Array, which: Indices): Float32Array {
  const found = new Float32Array(2 * which.length);
  for (let k = 0; k < which.length; k++) {
    found[2 * k] = (vertices[3 * which[k]!]! - view.left) * view.scale;
    found[2 * k + 1] = (vertices[3 * which[k]! + 1]! - view.top) * view.scale;
  }
  return found;
}
