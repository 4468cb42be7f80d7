/** A portrait that can be moved, as docs/rig.md describes it; nobody changes its arrays. */

import type { Matrix, Vector } from "./algebra";

export type Indices = Uint16Array | Uint32Array;
export type Pair = readonly [number, number];
/** Four numbers of a rectangle, px: left, top, and, where nothing else is said, width, height. */
export type Rect = readonly [number, number, number, number];

/** A displacement, or a change of brightness, of some vertices at weight 1. */
export interface Shape {
  /** (n,) */
  readonly vertices: Indices;
  /** (n * 3,) portrait px, or (n,) from -1 to 1 */
  readonly values: Float32Array;
}

/** A picture of one channel or more, row by row from the top. */
export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** What corrects lips that meet: vertex by vertex, the share that it takes of a lip pair's correction. */
export interface Pull {
  readonly vertices: Indices;
  readonly pairs: Indices;
  readonly shares: Float32Array;
  /** how many of them, the first ones, belong to the upper lip */
  readonly upper: number;
}

/** One eye; places in it are px of its textures, which lie side by side in the picture of both eyes. */
export interface EyeRig {
  /** vertices of the lids' margins, from the image's left to its right */
  readonly upper: Indices;
  readonly lower: Indices;
  /** the eyeball at rest, one that has turned up or down, and its lashes */
  readonly ball: Rect;
  readonly turned: Rect;
  readonly lashes: Rect;
  /** the catch-light on top of the eyeball, 3 levels to a px, and where it lies; null: there is none */
  readonly glint: { readonly left: number; readonly top: number; readonly picture: Grid } | null;
  /** left, top, right, bottom of what lashes and catch-light take up */
  readonly boxes: readonly [Rect, Rect];
  /** px of the person's texture at which the eye's begin */
  readonly corner: Pair;
  readonly iris: Pair;
  readonly radius: number;
  /** radii at which the iris takes nothing along any more */
  readonly reach: number;
  /** (width,), 0-1: how far the eye opens in each column */
  readonly opening: Float32Array;
  /** portrait px, of the eye's plane */
  readonly depth: number;
  /** square px of the film, between the lids in the photo */
  readonly openArea: number;
  /** the vertex in the middle of the upper lid, and where it lies in the photo */
  readonly lid: number;
  readonly lidRest: Vector;
}

export interface MouthRig {
  /** cavity, tongue, lower teeth, upper teeth: where they lie in the picture */
  readonly layers: readonly Rect[];
  /** portrait px: where in the head the layers' origin lies */
  readonly centre: Vector;
  /** layer px of the middle of the closed lip line */
  readonly origin: Pair;
  /** portrait px per layer px */
  readonly step: number;
  /** what the lower teeth do at weight 1 of jawForward, jawLeft, jawRight, jawOpen, portrait px */
  readonly jaw: readonly Vector[];
  /** (n * 2,) film px: half the line between closed lips where the photo shows none */
  readonly line: Float32Array;
  readonly isOpen: boolean;
}

/** The photo's edges where the film shows them. */
export interface Inset {
  /** (width,) and (height,), 0-1: where the photo is seen */
  readonly across: Float32Array;
  readonly down: Float32Array;
  readonly around: ImageBitmap;
}

/** What every picture says of itself. */
export interface Label {
  readonly language: string;
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly picture: ImageBitmap;
}

export interface Pictures {
  /** colour times alpha */
  readonly person: ImageBitmap;
  readonly plate: ImageBitmap;
  /** colour times alpha */
  readonly mouth: ImageBitmap;
  /** straight alpha; null where dark lenses hide the eyes */
  readonly eyes: ImageBitmap | null;
}

export interface Rig {
  readonly pictures: Pictures;
  readonly labels: readonly Label[];
  readonly inset: Inset | null;
  /** film px */
  readonly size: Pair;
  /** portrait px of the film's corner, and film px per portrait px */
  readonly left: number;
  readonly top: number;
  readonly scale: number;
  /** left, top, right, bottom, film px: the person is drawn inside only */
  readonly window: Rect;
  /** texture px per film px, and film px by which the texture reaches over the film */
  readonly zoom: number;
  readonly margin: number;
  /** (V * 3,) portrait px, with sealed, resting lips */
  readonly resting: Float32Array;
  /** (V * 2,) texture px */
  readonly sources: Float32Array;
  /** in painter's order, around the face and of the face */
  readonly around: Indices;
  readonly face: Indices;
  /** 52, in the order of the weights; null: it moves nothing */
  readonly shapes: readonly (Shape | null)[];
  readonly shades: readonly (Shape | null)[];
  /** (V,) change of brightness; null: none */
  readonly seamShade: Float32Array | null;
  /** (V,) 1 moves with the head, 0 stays with the body */
  readonly headWeight: Float32Array;
  /** (V * 2,) portrait px at a full breath */
  readonly breath: Float32Array;
  /** columns are the head's right, down and back */
  readonly axes: Matrix;
  /** from eye to eye in space, portrait px */
  readonly unit: number;
  readonly pivot: Vector;
  /** of the head's travel that is shown */
  readonly travel: number;
  /** inner rings from the image's left to its right, vertex by vertex opposite to each other */
  readonly upperLip: Indices;
  readonly lowerLip: Indices;
  readonly lipPull: Pull;
  readonly eyes: readonly EyeRig[];
  readonly mouth: MouthRig;
}
