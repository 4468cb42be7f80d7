"""Make a clip, and print what was said when. Usage: python examples/hello.py [OUT.mp4]."""

import json
import sys
from pathlib import Path

import avatar

output = sys.argv[1] if len(sys.argv) > 1 else "hello.mp4"
clip = avatar.say("您好，我是小陈。", portrait="xiaochen", output=output, size=(512, 512))
print(f"{clip.video}: {clip.seconds:.2f} s, made in {clip.wall_s:.1f} s")

timeline = json.loads(Path(clip.timeline).read_text(encoding="utf-8"))
for word in timeline["words"]:
    print(f"{word['start']:6.2f} s  {word['text']}")
