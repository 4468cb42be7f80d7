/** Reads glTF binaries: the JSON head, and numbers and pictures of the body. */

interface View {
  byteOffset?: number;
  byteLength: number;
}

interface Accessor {
  bufferView?: number;
  componentType: number;
  count: number;
  type: string;
  sparse?: { count: number; indices: { bufferView: number; componentType: number }; values: { bufferView: number } };
}

/** What is read of the head. */
export interface Head {
  accessors: Accessor[];
  bufferViews: View[];
  images: { bufferView: number; mimeType: string }[];
  meshes: { primitives: { attributes: Record<string, number>; targets: { POSITION: number }[] }[] }[];
  extras?: { avatar?: unknown };
}

/** How our own numbers are kept: `step` times each is what is meant. */
export interface Numbers {
  view: number;
  type: string;
  shape: number[];
  step: number;
}

type Words = Int8Array | Uint8Array | Int16Array | Uint16Array | Uint32Array | Float32Array;

const MAGIC = 0x46546c67;
const COMPONENTS: Record<number, string> = {
  5120: "int8", 5121: "uint8", 5122: "int16", 5123: "uint16", 5125: "uint32", 5126: "float32",
};
const CHANNELS: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };

/** A file that has been taken apart. */
export class Glb {
  readonly head: Head;
  private readonly body: ArrayBuffer;

  constructor(file: ArrayBuffer) {
    const start = new DataView(file);
    if (file.byteLength < 20 || start.getUint32(0, true) !== MAGIC || start.getUint32(4, true) !== 2) {
      throw new Error("This is no glTF 2.0 binary; load what the address of a rig gives.");
    }
    const long = start.getUint32(12, true);
    this.head = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 20, long))) as Head;
    this.body = file.slice(28 + long);
  }

  /** Give the numbers of an accessor, of which a sparse one has to be read by `sparse`. */
  accessor(index: number): Words {
    const { bufferView, componentType, count, type } = entry(this.head.accessors, index);
    if (bufferView === undefined) throw new Error(`Accessor ${index} of the rig holds no numbers.`);
    return this.words(bufferView, COMPONENTS[componentType], count * (CHANNELS[type] ?? 1));
  }

  /** Give which vertices a sparse accessor changes, and to what; null where it changes none. */
  sparse(index: number): { vertices: Uint16Array | Uint32Array; values: Words } | null {
    const { sparse, componentType } = entry(this.head.accessors, index);
    if (!sparse) return null;
    return {
      vertices: indices(this.words(sparse.indices.bufferView, COMPONENTS[sparse.indices.componentType], sparse.count)),
      values: this.words(sparse.values.bufferView, COMPONENTS[componentType], 3 * sparse.count),
    };
  }

  /** Give our own numbers as they are meant. */
  numbers({ view, type, shape, step }: Numbers): Float32Array {
    const words = this.words(view, type, shape.reduce((total, side) => total * side, 1));
    return Float32Array.from(words, (word) => word * step);
  }

  /** Give our own numbers of vertices. */
  vertices({ view, type, shape }: Numbers): Uint16Array | Uint32Array {
    return indices(this.words(view, type, shape.reduce((total, side) => total * side, 1)));
  }

  /** Decode a picture, with its colour times alpha or straight. */
  picture(index: number, premultiplyAlpha: "premultiply" | "none"): Promise<ImageBitmap> {
    const { bufferView, mimeType } = entry(this.head.images, index);
    const { byteOffset = 0, byteLength } = entry(this.head.bufferViews, bufferView);
    const file = new Blob([new Uint8Array(this.body, byteOffset, byteLength)], { type: mimeType });
    return createImageBitmap(file, { premultiplyAlpha, colorSpaceConversion: "none" });
  }

  private words(view: number, type: string | undefined, count: number): Words {
    const { byteOffset = 0 } = entry(this.head.bufferViews, view);
    switch (type) {
      case "int8": return new Int8Array(this.body, byteOffset, count);
      case "uint8": return new Uint8Array(this.body, byteOffset, count);
      case "int16": return new Int16Array(this.body, byteOffset, count);
      case "uint16": return new Uint16Array(this.body, byteOffset, count);
      case "uint32": return new Uint32Array(this.body, byteOffset, count);
      case "float32": return new Float32Array(this.body, byteOffset, count);
      default: throw new Error(`The rig has numbers of the unknown kind "${type}".`);
    }
  }
}

function entry<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`The rig names a part ${index} that it doesn't have.`);
  return found;
}

function indices(words: Words): Uint16Array | Uint32Array {
  return words instanceof Uint16Array || words instanceof Uint32Array ? words : Uint16Array.from(words);
}
