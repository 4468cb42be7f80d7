/** What we need of WebGL 2: programs, textures, uniforms. */

const HEAD = "#version 300 es\nprecision highp float;\nprecision highp int;\nprecision highp sampler2D;\n";

export type GL = WebGL2RenderingContext;

/** Numbers of a uniform: one to four, or several of as many with `width` each. */
type Value = number | readonly number[] | Float32Array;

/** A compiled program and where its uniforms lie. */
export class Program {
  readonly handle: WebGLProgram;
  private readonly places = new Map<string, WebGLUniformLocation | null>();

  constructor(private readonly gl: GL, vertex: string, fragment: string, attributes: readonly string[] = []) {
    this.handle = made(gl.createProgram());
    const shaders = [compiled(gl, gl.VERTEX_SHADER, vertex), compiled(gl, gl.FRAGMENT_SHADER, fragment)];
    shaders.forEach((shader) => gl.attachShader(this.handle, shader));
    attributes.forEach((name, index) => gl.bindAttribLocation(this.handle, index, name));
    gl.linkProgram(this.handle);
    shaders.forEach((shader) => gl.deleteShader(shader));
    if (!gl.getProgramParameter(this.handle, gl.LINK_STATUS) && !gl.isContextLost()) {
      throw new Error(`The drawing program does not link: ${gl.getProgramInfoLog(this.handle)}`);
    }
  }

  use(): void {
    this.gl.useProgram(this.handle);
  }

  /** Set a uniform, or an array of vectors of `width` numbers, of the program in use. */
  set(name: string, value: Value, width?: number): void {
    const { gl } = this;
    const place = this.place(name);
    const list = typeof value === "number" ? [value] : value;
    switch (width ?? list.length) {
      case 1: return gl.uniform1fv(place, list);
      case 2: return gl.uniform2fv(place, list);
      case 3: return gl.uniform3fv(place, list);
      default: return gl.uniform4fv(place, list);
    }
  }

  /** Use the program, and say in which texture unit each of its pictures lies. */
  samplers(units: Readonly<Record<string, number>>): void {
    this.use();
    for (const [name, unit] of Object.entries(units)) this.gl.uniform1i(this.place(name), unit);
  }

  private place(name: string): WebGLUniformLocation | null {
    let found = this.places.get(name);
    if (found === undefined) this.places.set(name, (found = this.gl.getUniformLocation(this.handle, name)));
    return found;
  }
}

function compiled(gl: GL, kind: number, source: string): WebGLShader {
  const shader = made(gl.createShader(kind));
  gl.shaderSource(shader, HEAD + source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(`A drawing program does not compile: ${gl.getShaderInfoLog(shader)}`);
  }
  return shader;
}

function made<T>(thing: T | null): T {
  if (thing === null) throw new Error("The graphics context is lost.");
  return thing;
}

/** Bind a new texture whose last texels go on beyond its edges; fill it next. */
export function newTexture(gl: GL, unit: number, isSmooth: boolean): WebGLTexture {
  const texture = made(gl.createTexture());
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  const filter = isSmooth ? gl.LINEAR : gl.NEAREST;
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}

/**
 * Keep a picture in a texture unit, for good; `margin` px of nothing around it. With more `levels` than one, each of
 * the next is half as wide.
 */
export function keepPicture(
  gl: GL, unit: number, picture: ImageBitmap, isSmooth: boolean, margin = 0, levels = 1,
): void {
  newTexture(gl, unit, isSmooth);
  gl.texStorage2D(gl.TEXTURE_2D, levels, gl.RGBA8, picture.width + 2 * margin, picture.height + 2 * margin);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, margin, margin, gl.RGBA, gl.UNSIGNED_BYTE, picture);
  if (levels === 1) return;
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_NEAREST);
  gl.generateMipmap(gl.TEXTURE_2D);
}

/** Tell whether there is no graphics card: what stands in for one knows fewer parts of a pixel than real ones. */
export function isImitated(gl: GL): boolean {
  return (gl.getParameter(gl.SUBPIXEL_BITS) as number) <= 4;
}

/** Keep numbers in a texture unit, for good; 1 or 4 channels. */
export function keepNumbers(gl: GL, unit: number, width: number, height: number, data: Float32Array): void {
  const isOne = data.length === width * height;
  newTexture(gl, unit, false);
  gl.texImage2D(
    gl.TEXTURE_2D, 0, isOne ? gl.R32F : gl.RGBA32F, width, height, 0, isOne ? gl.RED : gl.RGBA, gl.FLOAT, data,
  );
}

/** Pairs of numbers for each pixel of a box, as large as the frame needs. */
export class Mask {
  private readonly texture: WebGLTexture;
  private width = 0;
  private height = 0;
  private pairs = new Float32Array(0);

  constructor(private readonly gl: GL, private readonly unit: number) {
    this.texture = newTexture(gl, unit, false);
  }

  set(width: number, height: number, first: Float32Array, second: Float32Array): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + this.unit);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (width > this.width || height > this.height) {
      this.width = Math.max(width + 16, this.width);
      this.height = Math.max(height + 16, this.height);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RG32F, this.width, this.height, 0, gl.RG, gl.FLOAT, null);
      this.pairs = new Float32Array(2 * this.width * this.height);
    }
    for (let k = 0; k < first.length; k++) {
      this.pairs[2 * k] = first[k]!;
      this.pairs[2 * k + 1] = second[k]!;
    }
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RG, gl.FLOAT, this.pairs);
  }
}
