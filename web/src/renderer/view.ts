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
}

export function viewOf(rig: Rig, [width, height]: Pair): View {
  const larger = width / rig.size[0];
  const { left, top, scale, zoom, margin } = rig;
  return { width, height, left, top, larger, scale: scale * larger, zoom: zoom / larger, margin: margin * larger };
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
