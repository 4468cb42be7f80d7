"""Measure how fast a real Chromium draws a face without a graphics card, in 10 s of motion that never rests.

    python tests/measure/browser_speed.py [--size 512 512] [--seconds 10] [PORTRAIT]

Prints frames per second of a loop that draws at every refresh of the display (60 Hz at most), milliseconds from a rig's
bytes to the first picture, and milliseconds of the page's own arithmetic per frame (median).
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from tests.browser_faces import browser_page, rig_of
from tests.measure.browser_parity import enrolled
from tests.poses import poses

LOOP = """([rows, seconds]) => new Promise((done) => {
  const track = rows.map((row) => Float32Array.from(row));
  const start = performance.now();
  let frames = 0;
  const costs = [];
  const step = () => {
    const time = performance.now() - start;
    if (time > 1000 * seconds) {
      costs.sort((one, other) => one - other);
      return done([frames / (time / 1000), costs[costs.length >> 1]]);
    }
    window.face.draw(track[Math.floor(time / 1000 * 60) % track.length]);
    costs.push(performance.now() - start - time);
    frames++;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
})"""


def main() -> None:
    """Draw one portrait."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, nargs=2, default=(512, 512))
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("portrait", nargs="?", default="xiaochen")
    options = parser.parse_args()
    rig = rig_of(enrolled(options.portrait), tuple(options.size))
    with browser_page(rig) as page:
        loading = page.evaluate(
            "async () => { const start = performance.now(); await window.load(); return performance.now() - start; }"
        )
        rate, cost = page.evaluate(LOOP, [restless().tolist(), options.seconds])
    sys.stdout.write(
        f"{options.portrait} at {options.size[0]}x{options.size[1]}: {rate:.1f} frames per second,"
        f" {loading:.0f} ms to the first picture, {cost:.1f} ms of the page's own time per frame\n"
    )


def restless() -> np.ndarray:
    """Give 10 s at 60 Hz, (600, 62), that go from pose to pose, four a second."""
    rows = poses()[1].rows()
    keys = rows[np.random.default_rng(0).permutation(len(rows))]
    time = np.linspace(0, len(keys) - 1, 600)
    first = time.astype(int).clip(0, len(keys) - 2)
    share = (time - first)[:, None]
    return (keys[first] * (1 - share) + keys[first + 1] * share).astype(np.float32)


if __name__ == "__main__":
    main()
