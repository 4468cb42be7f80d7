export { Motion } from "../motion/motion";
export { MOTION_NAMES } from "../motion/names";
export { readRows, type Rows } from "../motion/rows";
export { Face, type FaceOptions } from "./face";
