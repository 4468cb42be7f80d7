// Validates a GLB, loads it in three.js and says what is found as JSON. Usage: node gltf.mjs WEB FILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [web, path] = process.argv.slice(2).map((each) => resolve(each));
const content = readFileSync(path);
const require = createRequire(pathToFileURL(`${web}/`));
const { issues, info } = await require("gltf-validator").validateBytes(new Uint8Array(content), { maxIssues: 1000 });

// Node shows no pictures: what three.js would load them with says so, and the model comes without.
globalThis.self = globalThis;
globalThis.Image = class {
  set src(_) {
    queueMicrotask(() => this.onerror?.());
  }
};
console.error = console.warn = () => undefined;
const from = (name) => import(pathToFileURL(`${web}/node_modules/three/${name}`).href);
const [THREE, { GLTFLoader }] = await Promise.all([from("build/three.module.js"), from("examples/jsm/loaders/GLTFLoader.js")]);
const buffer = content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength);
const model = await new GLTFLoader().parseAsync(buffer, "");
model.scene.updateMatrixWorld(true);

const meshes = [];
model.scene.traverse((each) => each.isMesh && meshes.push(each));
const place = (mesh, vertex) => mesh.getVertexPosition(vertex, new THREE.Vector3()).applyMatrix4(mesh.matrixWorld).toArray();
const person = meshes.filter((each) => each.name.startsWith("person"));
const [mouth] = meshes.filter((each) => each.name.startsWith("mouth"));
const vertices = person[0].geometry.attributes.position.count;
const all = (mesh, count) => Array.from({ length: count }, (_, vertex) => place(mesh, vertex));
const rest = all(person[0], vertices);
const box = new THREE.Box3().setFromPoints(rest.map((each) => new THREE.Vector3(...each)));
const shapes = person[0].morphTargetDictionary;
const moved = {};
for (const name of ["jawOpen", "eyeBlinkLeft", "mouthSmileLeft"]) {
  for (const mesh of [...person, mouth]) mesh.morphTargetInfluences[mesh.morphTargetDictionary[name]] = 1;
  moved[name] = { person: all(person[0], vertices), mouth: all(mouth, mouth.geometry.attributes.position.count) };
  for (const mesh of [...person, mouth]) mesh.morphTargetInfluences[mesh.morphTargetDictionary[name]] = 0;
}
console.log(
  JSON.stringify({
    issues,
    info,
    names: Object.keys(shapes),
    mouthNames: Object.keys(mouth.morphTargetDictionary),
    uv: Array.from(person[0].geometry.attributes.uv.array),
    front: Array.from(person.at(-1).geometry.index.array),
    unlit: meshes.every((each) => each.material.isMeshBasicMaterial),
    size: box.getSize(new THREE.Vector3()).toArray(),
    low: box.min.toArray(),
    rest,
    mouthRest: all(mouth, mouth.geometry.attributes.position.count),
    moved,
    extras: Object.keys(model.userData?.avatar ?? model.parser.json.extras.avatar),
  }),
);
