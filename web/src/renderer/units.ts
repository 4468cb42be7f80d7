/** Which texture unit holds what, from the first frame to the last. */
export const UNIT = {
  person: 0, plate: 1, label: 2, around: 3, rims: 4, mouth: 5, mouthMask: 6, eyes: 7, eyeMasks: 8, glints: 10, openings: 12, flow: 14,
} as const;
