"""Measure how soon a mouth is closed after an interrupt, in the pictures that a real Chromium shows.

    python tests/measure/mouth_closing.py [--times 10] [--draw browser] [--voice fast] [--pictures FOLDER]

Talk is interrupted at chance moments while every picture of the face is noted; a face mesh measures the gap between the
lips in each. Prints ms from the call to the first picture from which on the lips stay closed: p50, the worst, and how
wide they were open before. FOLDER gets a strip of pictures of each time.
"""

from __future__ import annotations

import argparse
import base64
import io
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from playwright.sync_api import sync_playwright

from avatar.inspection import points
from avatar.inspection.faces import FaceFinder, Mesher
from avatar.service.config import Agent
from tests.browser.bank import bank
from tests.browser.conftest import DRAWING
from tests.browser.visit import Visit, ready, visit
from tests.measure.widget_latency import CHROMIUM, LONG
from tests.service import running, service

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSED = 0.02
"""IOD between the inner lips, of which a mesh sees as much where they touch"""
LIMIT = 100
"""ms that a mouth may take to close"""
SIDE = 384
"""px of the pictures that are looked at"""
FRAMES = 24
"""pictures after an interrupt"""
WATCH = """
window.shots = (press) => new Promise((done) => {
  const root = Avatar.get().shadowRoot, found = [];
  const pen = Object.assign(document.createElement("canvas"), {width: SIDE, height: SIDE}).getContext("2d");
  const take = () => {
    pen.clearRect(0, 0, SIDE, SIDE);
    const rest = root.querySelector("canvas.rest.shown");
    pen.drawImage(rest ?? root.querySelector("video.shown") ?? root.querySelector("canvas.face"), 0, 0, SIDE, SIDE);
    return pen.getImageData(0, 0, SIDE, SIDE);
  };
  let pressed = 0;
  const look = () => {
    const picture = take();
    const middle = 2 * SIDE * (SIDE + 1);
    // Nothing may have been drawn for this refresh.
    if (!picture.data.slice(middle, middle + 3).some(Boolean)) return requestAnimationFrame(look);
    found.push({at: performance.now() - (pressed || performance.now()), picture});
    if (!pressed && found.length === 3) { pressed = performance.now(); press(); }
    if (found.length < FRAMES + 3) return requestAnimationFrame(look);
    done(found.map(({at, picture}) => {
      pen.putImageData(picture, 0, 0);
      return {at, picture: pen.canvas.toDataURL("image/png").split(",")[1]};
    }));
  };
  requestAnimationFrame(look);
});
""".replace("SIDE", str(SIDE)).replace("FRAMES", str(FRAMES))
"""notes three pictures, presses something, and notes the next ones with ms since then"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--voice", default="fast", help="name of a voice card")
    parser.add_argument("--draw", default="browser", choices=("browser", "stream"), help="who draws")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=Path)
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, bank() as pages, sync_playwright() as led:
        agent = Agent("quick", "default", "xiaochen", voice=asked.voice, origins=(pages.url,), size=(512, 512))
        with running(service(Path(folder), (agent,))) as url:
            ready(url)
            browser = led.chromium.launch(executable_path=CHROMIUM, args=list(DRAWING))
            seen = visit(browser, pages.page(url, f'data-agent="quick" data-draw="{asked.draw}"'))
            seen.find(".launcher").click()
            seen.page.wait_for_selector(".stage.present", timeout=120_000)
            seen.run(WATCH)
            dice = random.Random(asked.seed)
            found = [_once(seen, dice, asked.pictures, number) for number in range(asked.times)]
            browser.close()
    _tell(asked.draw, found)


def _once(seen: Visit, dice: random.Random, folder: Path | None, number: int) -> tuple[float, float, float]:
    """Interrupt once: ms to closed lips, the gap before, and the ms between two pictures."""
    seen.run("told.length = 0")
    seen.run(f"Avatar.get().speak({LONG * 3!r})")
    seen.until("caption", seconds=60)
    seen.page.wait_for_timeout(dice.uniform(200, 1200))
    shots = seen.run("shots(() => Avatar.get().interrupt())")
    pictures = [np.asarray(Image.open(io.BytesIO(base64.b64decode(each["picture"]))).convert("RGB")) for each in shots]
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.hstack(pictures[:10])).save(folder / f"{number}.png")
    times, gaps = [each["at"] for each in shots], _gaps(pictures)
    seen.page.wait_for_timeout(1500)
    last_open = max((index for index, gap in enumerate(gaps) if gap > CLOSED), default=2)
    closed = times[last_open + 1] if last_open + 1 < len(times) else float("inf")
    return (0.0 if last_open < 3 else closed), gaps[2], float(np.mean(np.diff(times[3:])))


def _gaps(pictures: list[NDArray[np.uint8]]) -> list[float]:
    """Measure the gap between the lips in each picture, IOD."""
    place = FaceFinder().locate(pictures[:3])
    if place is None:
        raise RuntimeError("There is no face in the pictures.")
    mesher, found = Mesher(place), list[float]()
    for picture in pictures:
        marks = mesher.see(picture)
        if marks is None:
            raise RuntimeError("There is no face in one of the pictures.")
        found.append(float(points.apart(marks, points.UPPER_LIP, points.LOWER_LIP)))
    return found


def _tell(draw: str, found: list[tuple[float, float, float]]) -> None:
    opened = [each for each in found if each[1] > CLOSED]
    times = sorted(each[0] for each in opened) or [float("nan")]
    within = sum(time <= LIMIT for time in times)
    sys.stdout.write(
        f"{draw}: closed after p50 {times[len(times) // 2]:.0f} ms, worst {times[-1]:.0f} ms, within {LIMIT} ms "
        f"{within} of {len(opened)} times that the mouth was open (of {len(found)}); "
        f"gap before {np.mean([each[1] for each in opened]):.3f} IOD; "
        f"a picture every {np.mean([each[2] for each in found]):.0f} ms\n"
    )


if __name__ == "__main__":
    main()
