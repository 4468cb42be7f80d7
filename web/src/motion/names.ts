/** What the 62 numbers of a row of motion are, in their order: `MOTION_NAMES` of the server. */

const SIDED = (name: string): string[] => [`${name}Left`, `${name}Right`];
const EYE = ["eyeBlink", "eyeLookDown", "eyeLookIn", "eyeLookOut", "eyeLookUp", "eyeSquint", "eyeWide"];

/** The 52 ARKit face shapes in Apple's order; Left and Right are the subject's own. */
export const ARKIT_NAMES: readonly string[] = [
  ...EYE.map((name) => `${name}Left`),
  ...EYE.map((name) => `${name}Right`),
  ...["jawForward", "jawLeft", "jawRight", "jawOpen", "mouthClose", "mouthFunnel", "mouthPucker"],
  ...["mouth", "mouthSmile", "mouthFrown", "mouthDimple", "mouthStretch"].flatMap(SIDED),
  ...["mouthRollLower", "mouthRollUpper", "mouthShrugLower", "mouthShrugUpper"],
  ...["mouthPress", "mouthLowerDown", "mouthUpperUp", "browDown"].flatMap(SIDED),
  ...["browInnerUp", ...SIDED("browOuterUp"), "cheekPuff", ...SIDED("cheekSquint"), ...SIDED("noseSneer"), "tongueOut"],
];

/** Columns of a row: the weights, 0-1; the tongue's tip, 0-1; the head, rad and IOD; the gaze, rad; the breath, -1-1. */
export const MOTION_NAMES: readonly string[] = [
  ...ARKIT_NAMES,
  "tongueTip",
  ...["headPitch", "headYaw", "headRoll", "headX", "headY", "headZ"],
  ...["gazeRight", "gazeDown", "breath"],
];

export const COLUMNS = MOTION_NAMES.length;
export const WEIGHTS = ARKIT_NAMES.length;

/** Give the column of a name. */
export function column(name: string): number {
  const found = MOTION_NAMES.indexOf(name);
  if (found < 0) throw new Error(`There is no column "${name}" in a row of motion.`);
  return found;
}

export const TONGUE = column("tongueTip");
export const HEAD = column("headPitch");
export const GAZE = column("gazeRight");
export const BREATH = column("breath");
