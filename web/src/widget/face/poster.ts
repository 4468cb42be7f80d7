// What is seen before the face is there: a small picture, painted without asking the page's img-src.

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
