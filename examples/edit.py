"""Let a face say one sound later than it is heard, and nod. Usage: python examples/edit.py [FOLDER]."""

import sys
from dataclasses import replace
from pathlib import Path

import avatar

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "edited")
folder.mkdir(exist_ok=True)
clip = avatar.say("Stay apart!", portrait="amara", output=folder / "clip.mp4", size=(256, 256))
(file,) = avatar.write_timeline(avatar.read_timeline(clip.video), folder / "clip.toml")
print(file)  # for people; a program changes the values

score = avatar.read_timeline(file)
phones = list(score.phones)
number = next(index for index, phone in enumerate(phones) if phone.ipa == "p")
lips = phones[number]
later = round((phones[number + 1].start + phones[number + 1].end) / 2, 4)
phones[number - 1] = replace(phones[number - 1], end=lips.end)
phones[number : number + 2] = [
    replace(phones[number + 1], start=lips.end, end=later),
    replace(lips, start=later, end=phones[number + 1].end),
]
edited = avatar.render(replace(score, phones=tuple(phones)), output=folder / "edited.mp4")
print(f"{edited.video}: the lips meet {later - lips.start:.2f} s later")
(curves,) = avatar.write_timeline(avatar.read_timeline(edited.video), folder / "edited.csv")
print(f"{curves}: the same for Unreal")
