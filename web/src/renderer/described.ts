/** What stands in `extras.avatar` of a rig's file; docs/rig.md says what each is. */

import type { Vector } from "./algebra";
import type { Numbers } from "./glb";
import type { Pair, Rect } from "./rig";

export interface Described {
  format: number;
  step: number;
  triangles: { around: number; lips: number; face: number };
  canvas: {
    size: Pair;
    left: number;
    top: number;
    scale: number;
    margin: number;
    zoom: number;
    person: number;
    person_size: Pair;
    plate: number;
    window: Rect;
    inset: { box: Rect; across: Numbers; down: Numbers; around: number } | null;
  };
  rig: {
    unit: number;
    axes: [Vector, Vector, Vector];
    pivot: Vector;
    travel: number;
    head_weight: Numbers;
    breath: Numbers;
    shades: { columns: number[]; counts: number[]; vertices: Numbers; values: Numbers };
    seam_shade: Numbers | null;
    upper_lip: Numbers;
    lower_lip: Numbers;
    upper_lids: Numbers;
    lower_lids: Numbers;
    lip_pull: { lips: { upper: number }; vertices: Numbers; pairs: Numbers; shares: Numbers };
  };
  mouth: {
    image: number;
    layers: { cavity: Rect; tongue: Rect; lower: Rect; upper: Rect };
    centre: Vector;
    origin: Pair;
    px: number;
    jaw: Vector[];
    is_open: boolean;
    line: Numbers;
  };
  eyes: { image: number | null; both: DescribedEye[] };
  labels: { language: string; text: string; left: number; top: number; image: number }[];
}

export interface DescribedEye {
  index: number;
  ball: Rect;
  turned: Rect;
  lashes: Rect;
  glint: { left: number; top: number; values: Numbers } | null;
  boxes: [Rect, Rect];
  corner: Pair;
  iris: Pair;
  radius: number;
  reach: number;
  opening: Numbers;
  depth: number;
  open_area: number;
  lid: number;
  lid_rest: Vector;
}

