"""Send a film while it is made: fragments of 160 ms, here into a file. Usage: python examples/stream.py [OUT.mp4]."""

import sys
import time
from pathlib import Path

import avatar

output = Path(sys.argv[1] if len(sys.argv) > 1 else "stream.mp4")
begin = time.perf_counter()
performance = avatar.stream("Good morning. How can I help you today?", portrait="amara", size=(256, 256))
with output.open("wb") as file:
    for number, fragment in enumerate(performance.fragments()):
        file.write(fragment)
        if number == 1:
            print(f"the first pictures are there after {time.perf_counter() - begin:.1f} s")
print(f"{output}: {output.stat().st_size} bytes after {time.perf_counter() - begin:.1f} s")
