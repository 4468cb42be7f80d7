/** Makes a rig of its file. */

import { WEIGHTS } from "../motion/names";
import type { Matrix } from "./algebra";
import type { Described, DescribedEye } from "./described";
import { Glb } from "./glb";
import type { EyeRig, Indices, Inset, Label, MouthRig, Pictures, Rig, Shape } from "./rig";

const FORMAT = 1;

/** Take a rig's file apart and decode its pictures. */
export async function readRig(file: ArrayBuffer): Promise<Rig> {
  const glb = new Glb(file);
  const avatar = glb.head.extras?.avatar as Described | undefined;
  if (!avatar) throw new Error("This model is no rig of a portrait: it has no `extras.avatar`.");
  if (avatar.format !== FORMAT) {
    throw new Error(`The rig has format ${avatar.format} and this page reads ${FORMAT}: load the page again.`);
  }
  const [pictures, labels, inset] = await Promise.all([
    readPictures(glb, avatar), readLabels(glb, avatar), readInset(glb, avatar),
  ]);
  return { pictures, labels, inset, ...readCanvas(avatar), ...readPerson(glb, avatar), ...readMoved(glb, avatar) };
}

async function readPictures(glb: Glb, { canvas, mouth, eyes }: Described): Promise<Pictures> {
  const [person, plate, inside, both] = await Promise.all([
    glb.picture(canvas.person, "premultiply"),
    glb.picture(canvas.plate, "none"),
    glb.picture(mouth.image, "premultiply"),
    eyes.image === null ? null : glb.picture(eyes.image, "none"),
  ]);
  return { person, plate, mouth: inside, eyes: both };
}

function readLabels(glb: Glb, { labels }: Described): Promise<Label[]> {
  return Promise.all(
    labels.map(async ({ language, text, left, top, image }) => {
      return { language, text, left, top, picture: await glb.picture(image, "premultiply") };
    }),
  );
}

async function readInset(glb: Glb, { canvas: { inset } }: Described): Promise<Inset | null> {
  if (!inset) return null;
  const around = await glb.picture(inset.around, "none");
  return { across: glb.numbers(inset.across), down: glb.numbers(inset.down), around };
}

function readCanvas({ canvas }: Described): Pick<Rig, "size" | "left" | "top" | "scale" | "zoom" | "margin" | "window"> {
  const { size, left, top, scale, zoom, margin, window } = canvas;
  return { size, left, top, scale, zoom, margin, window };
}

function readPerson(
  glb: Glb, avatar: Described,
): Pick<Rig, "resting" | "sources" | "around" | "face" | "shapes" | "shades" | "seamShade"> {
  const { attributes, targets } = glb.head.meshes[0]!.primitives[0]!;
  const { step, triangles, canvas, rig } = avatar;
  const scaled = (words: ArrayLike<number>): Float32Array => Float32Array.from(words, (word) => word * step);
  const shapes = targets.map(({ POSITION }): Shape | null => {
    const found = glb.sparse(POSITION);
    return found && { vertices: found.vertices, values: scaled(found.values) };
  });
  const [lips, face] = [glb.accessor(triangles.lips), glb.accessor(triangles.face)] as [Indices, Indices];
  const both = lips instanceof Uint16Array ? new Uint16Array(lips.length + face.length) : new Uint32Array(lips.length + face.length);
  both.set(lips);
  both.set(face, lips.length);
  return {
    resting: scaled(glb.accessor(attributes["POSITION"]!)),
    sources: Float32Array.from(glb.accessor(attributes["TEXCOORD_0"]!), (at, k) => at * canvas.person_size[k % 2]!),
    around: glb.accessor(triangles.around) as Indices,
    face: both,
    shapes,
    shades: readShades(glb, avatar),
    seamShade: rig.seam_shade && glb.numbers(rig.seam_shade),
  };
}

function readShades(glb: Glb, { rig: { shades } }: Described): (Shape | null)[] {
  const [vertices, values] = [glb.vertices(shades.vertices), glb.numbers(shades.values)];
  const found: (Shape | null)[] = Array.from({ length: WEIGHTS }, () => null);
  let from = 0;
  shades.columns.forEach((column, k) => {
    const to = from + shades.counts[k]!;
    found[column] = { vertices: vertices.subarray(from, to), values: values.subarray(from, to) };
    from = to;
  });
  return found;
}

function readMoved(
  glb: Glb, avatar: Described,
): Omit<Rig, "pictures" | "labels" | "inset" | keyof ReturnType<typeof readCanvas> | keyof ReturnType<typeof readPerson>> {
  const { rig, eyes } = avatar;
  const { unit, axes, pivot, travel, lip_pull: pull } = rig;
  return {
    unit, pivot, travel,
    axes: axes.flat() as Matrix,
    headWeight: glb.numbers(rig.head_weight),
    breath: glb.numbers(rig.breath),
    upperLip: glb.vertices(rig.upper_lip),
    lowerLip: glb.vertices(rig.lower_lip),
    lipPull: {
      vertices: glb.vertices(pull.vertices),
      pairs: glb.vertices(pull.pairs),
      shares: glb.numbers(pull.shares),
      upper: pull.lips.upper,
    },
    eyes: eyes.both.map((eye) => readEye(glb, avatar, eye)),
    mouth: readMouth(glb, avatar),
  };
}

function readMouth(glb: Glb, { mouth }: Described): MouthRig {
  const { centre, origin, px, jaw, is_open: isOpen } = mouth;
  const { cavity, tongue, lower, upper } = mouth.layers;
  return { layers: [cavity, tongue, lower, upper], centre, origin, step: px, jaw, isOpen, line: glb.numbers(mouth.line) };
}

function readEye(glb: Glb, { rig }: Described, eye: DescribedEye): EyeRig {
  const { ball, turned, lashes, boxes, corner, iris, radius, reach, depth, lid } = eye;
  const [upper, lower] = [rig.upper_lids, rig.lower_lids].map((lids) => {
    const count = lids.shape[1]!;
    return glb.vertices(lids).subarray(eye.index * count, (eye.index + 1) * count);
  }) as [Indices, Indices];
  const glint = eye.glint && {
    left: eye.glint.left,
    top: eye.glint.top,
    picture: {
      height: eye.glint.values.shape[0]!,
      width: eye.glint.values.shape[1]!,
      data: glb.numbers(eye.glint.values),
    },
  };
  return {
    upper, lower, ball, turned, lashes, glint, boxes, corner, iris, radius, reach, depth, lid,
    opening: glb.numbers(eye.opening),
    openArea: eye.open_area,
    lidRest: eye.lid_rest,
  };
}
