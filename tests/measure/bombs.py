"""Give every command that reads strangers' files some that are small to send and large to read; print what it costs.

    python -m tests.measure.bombs [WORD ...] [--list]

A row has the exit code, seconds, seconds of processor, the most memory, and what was said. It is fine if within 30 s
of processor and 1 GB the work is done or the command ends with 2, 3 or 4 and a sentence. With words, only cases whose
names hold one of them are run.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from tests.fuzz.corpora import film, workbook
from tests.measure.hostile import NEVER, SENTENCE, tell

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SECONDS, MEMORY, PATIENCE = 30.0, 1_000_000_000, 240
"""of processor; bytes; s"""
SHORT = ("--voice", "fast", "--size", "128x128", "-o", "out.mp4", "--overwrite")
PHOTO = ROOT / "portraits" / "xiaochen" / "portrait.jpg"


def png(width: int, height: int, *more: bytes) -> bytes:
    """Make a picture of one colour, RGB, with chunks before its pixels."""
    rows = zlib.compressobj(9)
    line = bytes(1 + 3 * width)
    packed = b"".join(rows.compress(line) for _ in range(height)) + rows.flush()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(chunk, ("IHDR",), (head,))) + b"".join(more) + _end(packed)


def chunk(name: str, content: bytes) -> bytes:
    """Make a chunk of a PNG."""
    named = name.encode() + content
    return struct.pack(">I", len(content)) + named + struct.pack(">I", zlib.crc32(named))


def _end(packed: bytes) -> bytes:
    return chunk("IDAT", packed) + chunk("IEND", b"")


def texts(kind: str) -> bytes:
    """Make a text chunk that unpacks to 600 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(600)) + packer.flush()
    head = b"Comment\0\0" if kind == "zTXt" else b"XML:com.adobe.xmp\0\1\0\0\0"
    return chunk(kind, head + packed)


def apng(frames: int) -> bytes:
    """Make an animation of one small picture, thousands of times."""
    control = struct.pack(">IIIIHHBB", 64, 64, 0, 0, 1, 100, 0, 0)
    packed = zlib.compress(bytes(64 * (1 + 3 * 64)))
    parts = [chunk("acTL", struct.pack(">II", frames, 0)), chunk("fcTL", struct.pack(">I", 0) + control)]
    parts.append(chunk("IDAT", packed))
    for number in range(1, frames):
        parts.append(chunk("fcTL", struct.pack(">I", 2 * number - 1) + control))
        parts.append(chunk("fdAT", struct.pack(">I", 2 * number) + packed))
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk("IHDR", head) + b"".join(parts) + chunk("IEND", b"")


def gif(frames: int) -> bytes:
    """Make an animation of a large picture of one colour that is drawn again and again, a few bytes each."""
    head = b"GIF89a" + struct.pack("<HHBBB", 9900, 9900, 0x80, 0, 0) + bytes(6)
    one = b"\x21\xf9\x04\0\1\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    return head + one * frames + b";"


def webp(width: int, height: int) -> bytes:
    """Make a picture of one colour."""
    import io

    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "WEBP", lossless=True, method=0)
    return file.getvalue()


def tiny_film(frames: int) -> bytes:
    """Make a film of bare pictures, 2x2."""
    return b"YUV4MPEG2 W2 H2 F25:1 C420\n" + (b"FRAME\n" + bytes(6)) * frames


def boxes(count: int) -> bytes:
    """Make a film with so many empty boxes among its headers."""
    content = film("mp4", "mpeg4", "aac")
    at = content.index(b"moov") - 4
    size = struct.unpack(">I", content[at : at + 4])[0]
    more = struct.pack(">I", 8) + b"udta"
    grown = struct.pack(">I", size + 8 * count) + content[at + 4 : at + size] + more * count
    return content[:at] + grown + content[at + size :]


def endless(ending: str) -> bytes:
    """Make a film or sound whose headers say that it has years."""
    content = film(ending, "mpeg4" if ending == "mp4" else "", "aac")
    for name in (b"mvhd", b"mdhd", b"tkhd"):
        at = -1
        while (at := content.find(name, at + 1)) >= 0:
            skip = 4 + 4 + 8 + (4 if name != b"tkhd" else 8)
            content = content[: at + skip] + b"\x7f\xff\xff\xff" + content[at + skip + 4 :]
    return content


def sparse_wav(path: Path) -> None:
    """Make a sound of 400 MB of silence that takes no room."""
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 0x17D78400, b"WAVE", b"fmt ", 16, 1, 1, 48000, 96000, 2, 16, b"data", 0x17D783DC
    )
    with path.open("wb") as file:
        file.write(head)
        file.truncate(400_000_000)


def zipped(name: str, megabytes: int, base: bytes = b"") -> Callable[[Path], None]:
    """Make an archive, of which one file unpacks to so much; an earlier archive's other files stay."""

    def make(path: Path) -> None:
        path.write_bytes(base)
        with (
            zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed,
            packed.open(name, "w", force_zip64=True) as file,
        ):
            for _ in range(megabytes):
                file.write(b" " * 1_000_000)

    return make


def bomb_workbook(path: Path) -> None:
    """Make a workbook of a million rows, each with long texts that are shared."""
    import io

    with zipfile.ZipFile(io.BytesIO(workbook())) as whole, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in whole.namelist():
            if not name.endswith("sheet1.xml"):
                packed.writestr(name, whole.read(name))
        with packed.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            for row in range(1, 400_001):
                sheet.write(
                    b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%s</t></is></c></row>' % (row, row, b"a" * 1000)
                )
            sheet.write(b"</sheetData></worksheet>")


def laughs() -> str:
    """Make a campaign of anchors that name each other nine times, nine levels deep."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join([*levels, "name: *a8", "table: people.csv", "portrait: xiaochen", "text: *a8", ""])


def srt(cues: int) -> str:
    """Make subtitles of 10 MB."""
    return "".join(
        f"{n}\n00:{n // 60 % 60:02}:{n % 60:02},000 --> 00:{n // 60 % 60:02}:{n % 60:02},900\n{'word ' * 12}\n\n"
        for n in range(1, cues)
    )


Make = str | bytes | Path
FILES: dict[str, Callable[[], Make] | Callable[[Path], None]] = {
    "16k.png": lambda: png(16_000, 16_000),
    "9900.png": lambda: png(9_900, 9_900),
    "ztxt.png": lambda: png(64, 64, texts("zTXt")),
    "itxt.png": lambda: png(64, 64, texts("iTXt")),
    "frames.png": lambda: apng(20_000),
    "frames.gif": lambda: gif(200_000),
    "large.webp": lambda: webp(9_900, 9_900),
    "16k.webp": lambda: webp(16_383, 16_383),
    "tiny.y4m": lambda: tiny_film(1_000_000),
    "boxes.mp4": lambda: boxes(500_000),
    "endless.mp4": lambda: endless("mp4"),
    "endless.m4a": lambda: endless("ipod"),
    "deep.ssml": lambda: "<speak>" + "<p>" * 200_000 + "Hello." + "</p>" * 200_000 + "</speak>",
    "entities.ssml": lambda: '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><speak>&j;</speak>",
    "second.srt": lambda: srt(120_000),
    "deep.json": lambda: '{"a":' * 5_000_000,
    "deep.toml": lambda: "a = " + "[" * 5_000_000,
    "wide.toml": lambda: "".join(f"[a{n}.b.c.d]\nx = 1\n" for n in range(200_000)),
    "long.lexicon": lambda: "".join(f"word{n}\tt ə m\n" for n in range(600_000)),
}
MAKERS: dict[str, Callable[[Path], None]] = {
    "sparse.wav": sparse_wav,
    "bomb.pth": zipped("archive/data.pkl", 3000),
    "bomb.zip": zipped("voice/model.onnx", 3000),
    "bomb.xlsx": bomb_workbook,
}
WATCHED = ("tiny.y4m", "boxes.mp4", "endless.mp4", "frames.gif", "frames.png", "sparse.wav")
SEEN = ("16k.png", "9900.png", "ztxt.png", "itxt.png", "frames.png", "large.webp", "16k.webp")


def cases() -> dict[str, tuple[str, ...]]:
    """Give the command line of each case; the word FILE stands in it for the file, and a name after @ for more."""
    made: dict[str, tuple[str, ...]] = {}
    for name in SEEN:
        made[f"portrait check {name}"] = ("portrait", "check", name)
        made[f"say -b {name}"] = ("say", "Hi.", "-b", name, *SHORT)
    made["portrait enroll 9900.png"] = ("portrait", "enroll", "9900.png", "--name", "me")
    for name in WATCHED:
        made[f"inspect {name}"] = ("inspect", name)
        made[f"reenact {name}"] = ("reenact", "Hi.", "--driving", name, "-p", "xiaochen", *SHORT[2:])
        made[f"verify {name}"] = ("verify", name)
        made[f"say -b {name}"] = ("say", "Hi.", "-b", name, *SHORT)
    for name in ("sparse.wav", "endless.m4a", "endless.mp4", "tiny.y4m", "boxes.mp4"):
        made[f"say --audio {name}"] = ("say", "Hi.", "--audio", name, *SHORT[2:])
    for name in ("deep.ssml", "entities.ssml"):
        made[f"speak --file {name}"] = ("speak", "--voice", "fast", "--file", name, "-o", "out.wav")
    made["say --subtitles-second second.srt"] = (
        "say",
        "Hi.",
        "--subtitles",
        "burn",
        "--subtitles-second",
        "second.srt",
        *SHORT,
    )
    made["say --lexicon long.lexicon"] = ("say", "Hi.", "--lexicon", "long.lexicon", *SHORT)
    made["say --upscale bomb.pth"] = ("say", "Hi.", "--upscale", "bomb.pth", "--upscale-by", "2", *SHORT)
    made["voice install bomb.zip"] = ("voice", "install", "piper-en_US-lessac-low", "--from", "bomb.zip")
    made["timeline render deep.json"] = ("timeline", "render", "deep.json")
    for name in ("deep.toml", "deep.json", "wide.toml"):
        made[f"say --scene {name}"] = ("say", "Hi.", "--scene", name, *SHORT)
    made["campaign check laughs"] = ("campaign", "check", "laughs")
    made["campaign check workbook"] = ("campaign", "check", "workbook")
    return made


def lay(folder: Path, words: tuple[str, ...]) -> None:
    """Make what a command line names."""
    for name in words:
        if name in FILES:
            content = FILES[name]()  # type: ignore[call-arg]
            (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)  # type: ignore[arg-type]
        elif name in MAKERS:
            MAKERS[name](folder / name)
        elif name in ("laughs", "workbook"):
            (folder / name).mkdir()
            text = "name: a\ntable: bomb.xlsx\nportrait: xiaochen\npurpose: marketing\nlanguages: [en]\n"
            (folder / name / "campaign.yaml").write_text(laughs() if name == "laughs" else text)
            (folder / name / "people.csv").write_text("name\nAna\n")
            if name == "workbook":
                bomb_workbook(folder / name / "bomb.xlsx")


def tried(name: str, words: tuple[str, ...], base: Path) -> str:
    """Run a case, print its row, and say what is wrong; "" if nothing is."""
    folder = Path(tempfile.mkdtemp(dir=base))
    lay(folder, words)
    line = [sys.executable, "-m", "avatar", *(each for each in words if each != "--overwrite")]
    begun = time.monotonic()
    with (folder / "said").open("wb") as said:
        found = os.environ | {"AVATAR_HOME": str(base / "home"), "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            ["timeout", "-k", "5", str(PATIENCE), *line],
            cwd=folder,
            env=found,
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(process.pid, 0)
    code, told = os.waitstatus_to_exitcode(status), (folder / "said").read_text(errors="replace").strip()
    busy, most = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    shutil.rmtree(folder)
    wrong = fault_of(code, told, busy, most)
    last = " ".join(told.splitlines()[-1:])[-150:]
    row = f"{'FAULT' if wrong else 'fine '} {name:<36} {code:>4} {time.monotonic() - begun:6.1f} s {busy:6.1f} cpu s"
    tell(f"{row} {most / 1e6:6.0f} MB  {wrong} {last}")
    return wrong


def fault_of(code: int, told: str, busy: float, most: int) -> str:
    """Say what is wrong with how a case has ended."""
    if code not in (0, 2, 3, 4):
        return f"exit code {code}"
    if found := [each for each in NEVER if each in told]:
        return f"it says {found[0]!r}"
    if code in (2, 4) and not any(SENTENCE.match(line) for line in told.splitlines()):
        return "it says no sentence"
    if busy > SECONDS:
        return "it takes too long"
    return "it takes too much memory" if most > MEMORY else ""


def main() -> int:
    """Run the cases, and give 1 if one has a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("words", nargs="*")
    parser.add_argument("--list", action="store_true", help="only name the cases")
    asked = parser.parse_args()
    chosen = {
        name: line for name, line in cases().items() if not asked.words or any(word in name for word in asked.words)
    }
    if asked.list:
        tell("\n".join(chosen))
        return 0
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        faults = sum(bool(tried(name, line, base)) for name, line in chosen.items())
    tell(f"{len(chosen)} cases, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
