"""Show frames as they are made: keep one picture per second. Usage: python examples/frames.py [FOLDER]."""

import sys
from pathlib import Path

from PIL import Image

import avatar

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "frames")
folder.mkdir(exist_ok=True)
performance = avatar.stream("Nice to meet you.", portrait="marco", size=(256, 256))
count = 0
for frame in performance:
    count += 1
    if frame.index % round(performance.fps) == 0:
        picture = folder / f"{frame.index:04d}.png"
        Image.fromarray(frame.image).save(picture)
        print(picture)
print(f"{count} frames at {float(performance.fps):g} per second, {performance.speech.seconds:.2f} s of sound")
