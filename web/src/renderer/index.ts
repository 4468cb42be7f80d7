// Placeholder until the renderer is merged.
export class Face {
  readonly size: [number, number] = [512, 512];
  private constructor(private readonly pen: CanvasRenderingContext2D) {}
  static async load(_rig: ArrayBuffer, canvas: HTMLCanvasElement, _options?: { size?: [number, number]; labelLanguage?: "zh" | "en" }): Promise<Face> {
    canvas.width = canvas.height = 512;
    return new Face(canvas.getContext("2d") as CanvasRenderingContext2D);
  }
  draw(row: Float32Array): void {
    const pen = this.pen;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#9db2c8";
    pen.fillRect(0, 0, 512, 512);
    pen.setTransform(1, 0, 0, 1, 256 + 300 * (row[54] ?? 0), 256 + 300 * (row[53] ?? 0));
    pen.fillStyle = "#e8c4a8";
    pen.beginPath();
    pen.ellipse(0, 0, 130, 170, row[55] ?? 0, 0, 7);
    pen.fill();
    pen.fillStyle = "#30323a";
    for (const x of [-50, 50]) pen.fillRect(x - 14, -40, 28, 14 * (1 - (row[0] ?? 0)) + 1);
    pen.fillStyle = "#8c2f39";
    pen.beginPath();
    pen.ellipse(0, 80, 40 - 15 * (row[20] ?? 0), 4 + 60 * (row[17] ?? 0), 0, 0, 7);
    pen.fill();
  }
  pixels(): Uint8Array {
    return new Uint8Array(this.pen.getImageData(0, 0, 512, 512).data.buffer);
  }
  dispose(): void {}
}
