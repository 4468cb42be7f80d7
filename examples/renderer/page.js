// Moves a face by hand. avatar-renderer.js is what `avatar` ships: here it lies beside this page.
import { Face, MOTION_NAMES } from "./avatar-renderer.js";

const element = (id) => document.getElementById(id);
const sliders = new Map();
const row = new Float32Array(MOTION_NAMES.length);
let face = null;
let frames = 0;

/** Least and most of what a column may be: weights 0 to 1, angles in rad, ways in IOD, the breath -1 to 1. */
function range(name) {
  if (name === "breath") return [-1, 1];
  if (name.startsWith("head")) return [-0.2, 0.2];
  return name.startsWith("gaze") ? [-0.35, 0.35] : [0, 1];
}

for (const name of MOTION_NAMES) {
  const [min, max] = range(name);
  const slider = Object.assign(document.createElement("input"), { type: "range", min, max, step: 0.01, value: 0 });
  const label = document.createElement("label");
  label.append(name, slider);
  element("sliders").append(label);
  sliders.set(name, slider);
}

/** Add a breath every four seconds, a blink now and then, and a head that is never quite still. */
function enliven(seconds) {
  const add = (name, value) => (row[MOTION_NAMES.indexOf(name)] += value);
  const blink = Math.max(0, 1 - Math.abs((seconds % 3.7) - 0.15) / 0.12);
  for (const side of ["Left", "Right"]) add(`eyeBlink${side}`, blink * (1 - row[MOTION_NAMES.indexOf(`eyeBlink${side}`)]));
  add("breath", 0.6 * Math.sin((seconds * Math.PI) / 2));
  add("headYaw", 0.03 * Math.sin(seconds * 0.7));
  add("headPitch", 0.015 * Math.sin(seconds * 1.1));
  add("gazeRight", 0.05 * Math.sign(Math.sin(seconds * 0.9)));
}

function draw(stamp) {
  requestAnimationFrame(draw);
  if (!face) return;
  MOTION_NAMES.forEach((name, index) => (row[index] = Number(sliders.get(name).value)));
  if (element("alive").checked) enliven(stamp / 1000);
  face.draw(row);
  frames++;
}

async function show(file) {
  try {
    const rig = await file.arrayBuffer();
    face?.dispose();
    face = null;
    const canvas = document.createElement("canvas");
    element("face").replaceWith(Object.assign(canvas, { id: "face" }));
    face = await Face.load(rig, canvas);
    element("said").textContent = `${face.size.join(" x ")} px`;
  } catch (error) {
    element("said").textContent = error.message;
  }
}

element("file").addEventListener("change", ({ target }) => target.files[0] && show(target.files[0]));
element("rest").addEventListener("click", () => sliders.forEach((slider) => (slider.value = 0)));
setInterval(() => {
  element("speed").textContent = face ? `${frames} frames per second` : "";
  frames = 0;
}, 1000);
if (!Face.supported()) element("said").textContent = "This browser has no WebGL 2.";
requestAnimationFrame(draw);
