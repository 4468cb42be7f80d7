// What is seen before the face is there: a small picture, painted without asking the page's img-src.

/** px across: what is left of the picture beside the face, step by step, and over how many it is spread again */
const COARSER = [96, 36, 14];
const SPREAD = 72;
/** of the light beside the face that is taken away, lest it draw the eye */
const SHADE = "rgb(0 0 0 / 8%)";

export async function paintPoster(canvas: HTMLCanvasElement, url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { credentials: "omit" });
    if (!answer.ok) return false;
    const picture = await createImageBitmap(await answer.blob());
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    picture.close();
    return true;
  } catch {
    return false;
  }
}

/** Make the picture a soft ground beside the face, once: a filter would be worked out anew for each picture of it. */
export function soften(canvas: HTMLCanvasElement): void {
  const sizes = [...COARSER, SPREAD].map((across) => across / Math.max(canvas.width, canvas.height, 1));
  const [wide, tall] = [canvas.width, canvas.height];
  const soft = sizes.reduce((from, share) => scaled(from, Math.ceil(share * wide), Math.ceil(share * tall)), canvas);
  [canvas.width, canvas.height] = [soft.width, soft.height];
  const pen = canvas.getContext("2d");
  if (!pen) return;
  pen.drawImage(soft, 0, 0);
  pen.fillStyle = SHADE;
  pen.fillRect(0, 0, canvas.width, canvas.height);
}

function scaled(from: HTMLCanvasElement, width: number, height: number): HTMLCanvasElement {
  const made = Object.assign(document.createElement("canvas"), { width, height });
  const pen = made.getContext("2d");
  if (pen) pen.imageSmoothingQuality = "high";
  pen?.drawImage(from, 0, 0, width, height);
  return made;
}
