"""Whether a clip for moviepy keeps memory flat. Usage: python tests/measure/moviepy_memory.py [SIDE].

Makes clips of two lengths, reads every second frame of each with its sound, writes them, and prints the largest memory
that the process has had by then, and the CPU time for each second of film.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import avatar.moviepy

SENTENCE = "We open at nine, and we close at six, on every day of the week but Sunday. "


def main() -> None:
    """Measure a short clip and a long one."""
    side = int(sys.argv[1]) if len(sys.argv) > 1 else 256
    sys.stdout.write("film s  made  read  written (CPU s per s of film)  peak MB\n")
    for sentences in (2, 14):
        with tempfile.TemporaryDirectory() as folder:
            began = time.process_time()
            clip = avatar.moviepy.clip(SENTENCE * sentences, "amara", voice="fast", size=(side, side))
            made = time.process_time()
            for index in range(0, int(clip.duration * clip.fps), 2):
                clip.get_frame(index / clip.fps)
            read = time.process_time()
            avatar.moviepy.write(clip, Path(folder) / "film.mp4")
            written = time.process_time()
            shares = [each / clip.duration for each in (made - began, read - made, written - read)]
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            costs = "  ".join(f"{each:.2f}" for each in shares)
            sys.stdout.write(f"{clip.duration:6.1f}  {costs}  {peak:.0f}\n")
            sys.stdout.flush()
            clip.close()


if __name__ == "__main__":
    main()
