"""Faces that a real Chromium draws of rigs, beside those that the server draws of the same motion."""

from __future__ import annotations

import base64
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar import service
from avatar.finish.label import LabelFilter
from avatar.reenact.gltf import write_glb
from avatar.reenact.mesh import MeshRenderer
from tests.browser_engine import engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from playwright.sync_api import Page, Route

    from avatar.data import MotionTrack, Portrait

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox")
SITE = "http://faces.test/"
PAGE = """<!doctype html><meta charset="utf-8"><canvas id="face"></canvas><script type="module">
import * as renderer from "./avatar-renderer.js";
window.renderer = renderer;
window.load = async (options) => {
  const rig = await (await fetch("./rig.glb")).arrayBuffer();
  window.face = await renderer.Face.load(rig, document.getElementById("face"), options);
  return window.face.size;
};
window.seen = (row) => {
  window.face.draw(Float32Array.from(row));
  const pixels = window.face.pixels();
  let text = "";
  for (let k = 0; k < pixels.length; k += 32768) text += String.fromCharCode(...pixels.subarray(k, k + 32768));
  return btoa(text);
};
</script>"""


def chromium() -> str | None:
    """Say where it lies."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def rig_of(portrait: Portrait, size: tuple[int, int]) -> bytes:
    """Give the rig's file with both labels."""
    labels = [LabelFilter(language, size).picture("zh" if language == "zh" else "") for language in ("zh", "en")]
    return write_glb(portrait, size, labels)


def server_frames(
    portrait: Portrait, motion: MotionTrack, size: tuple[int, int], language: str = "en"
) -> Iterator[NDArray[np.uint8]]:
    """Draw as the server does, up to the encoder."""
    for frame in LabelFilter(language, size).apply(MeshRenderer().render(portrait, motion, size)):
        yield frame.image


@contextmanager
def browser_page(rig: bytes, flags: tuple[str, ...] = FLAGS) -> Iterator[Page]:
    """Open a page that can draw a rig; its functions are `load(options)` and `seen(row)`."""
    script = (Path(service.__file__).parent / "static" / "avatar-renderer.js").read_text("utf-8")
    content = {
        "": ("text/html", PAGE),
        "avatar-renderer.js": ("text/javascript", script),
        "rig.glb": ("model/gltf-binary", rig),
    }

    def answer(route: Route) -> None:
        kind, body = content.get(route.request.url.removeprefix(SITE), ("text/plain", ""))
        route.fulfill(content_type=kind, body=body)

    browser = engine().launch(executable_path=chromium(), args=list(flags))
    try:
        page = browser.new_page()
        problems: list[str] = []
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.route("**/*", answer)
        page.goto(SITE)
        page.wait_for_function("window.load !== undefined", timeout=20_000)
        yield page
    finally:
        browser.close()
    assert not [each for each in problems if "favicon" not in each], problems


def browser_frames(page: Page, motion: MotionTrack) -> Iterator[NDArray[np.uint8]]:
    """Draw each row with the face that the page has loaded: (height, width, 3)."""
    width, height = page.evaluate("window.face.size")
    for row in motion.rows():
        pixels = base64.b64decode(page.evaluate("row => window.seen(row)", row.tolist()))
        yield np.frombuffer(pixels, np.uint8).reshape(height, width, 4)[..., :3]
