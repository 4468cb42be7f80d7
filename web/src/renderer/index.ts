export { Face, type FaceOptions } from "./face";
export { MOTION_NAMES } from "../motion/names";
