// Which columns of motion are what, as in avatar/data/names.py.

export const COLUMNS = 62;
/** weights of shapes, 0-1: the 52 of ARKit and the tip of the tongue */
export const WEIGHTS = 53;
export const JAW_OPEN = 17;
/** of lips, jaw, cheek puff and tongue: what closes at once when speech is stopped */
const MOUTH_FROM = 14;
const MOUTH_TO = 41;
const MOUTH_ALSO = new Set([46, 51, 52]);

export function isMouth(column: number): boolean {
  return (column >= MOUTH_FROM && column < MOUTH_TO) || MOUTH_ALSO.has(column);
}
