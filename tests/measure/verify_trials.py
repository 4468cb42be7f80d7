"""Print how many of 50 tamperings `verify` flags, in films that bear every mark, and what it says of films left alone.

    python tests/measure/verify_trials.py

Five films of 3 s at 512x512 are made in a home of their own, of a real portrait that moves a little; each is tampered
with in ten ways. Flagged means: the verdict is "tampered".
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import av
import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from avatar.clip import marking
from avatar.marks import credentials
from avatar.marks.credentials.signers import load_manifest_signer
from avatar.marks.profiles import Provider
from tests.marked import NOW, Studio

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from avatar.marks.verify import Report

    Paint = Callable[[NDArray[np.uint8]], NDArray[np.uint8]]

FILMS, SECONDS, SIZE = 5, 3.0, (512, 512)


def main() -> None:
    """Make films, tamper, look, and print."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        studio = Studio(place / "studio")
        films = [studio.film(place / f"{n}.mp4", studio.facts(n, SECONDS), SIZE, SECONDS) for n in range(1, FILMS + 1)]
        alone = [marking.check(film, studio.folder, NOW) for film in films]
        say(f"{'left alone':28} {sum(report.verdict == 'trusted' for report in alone)} of {FILMS} trusted")
        flagged = total = 0
        for name, tamper in tamperings(place).items():
            reports = []
            for number, film in enumerate(films, 1):
                path = place / f"tampered{number}.mp4"
                tamper(film, path, number)
                reports.append(marking.check(path, studio.folder, NOW))
            found = sum(report.verdict == "tampered" for report in reports)
            named = sum(report.content_id == f"{number:032x}" for number, report in enumerate(reports, 1))
            flagged, total = flagged + found, total + len(reports)
            say(f"{name:28} {found} of {len(reports)} flagged, {named} named; {layers(reports[0])}")
        say(f"{'all':28} {flagged} of {total} flagged")


def tamperings(place: Path) -> dict[str, Callable[[Path, Path, int], None]]:
    """Give ten ways to tamper: each takes a film, where the result goes, and a number."""
    return {
        "byte of the pictures": lambda film, path, n: flip(film, path, n, share=0.3),
        "byte near the end": lambda film, path, n: flip(film, path, n, share=0.95),
        "AIGC label edited": lambda film, path, _: edit(film, path, b'{"Label":"1"', b'{"Label":"3"'),
        "AIGC label renamed away": lambda film, path, _: edit(film, path, b"mdtaAIGC", b"mdtaNONE"),
        "manifest blanked": blank,
        "encoded again, CRF 28": lambda film, path, _: encode(film, path, lambda picture: picture),
        "label painted over": lambda film, path, _: encode(film, path, without_label),
        "sound replaced": replace_sound,
        "signed by somebody else": lambda film, path, n: sign_again(film, path, n, place / "stranger"),
        "cut to 2 s, streams copied": cut,
    }


def flip(film: Path, path: Path, number: int, share: float) -> None:
    """Flip one bit of the media data."""
    content = bytearray(film.read_bytes())
    start = content.index(b"mdat") + 4
    content[start + round((len(content) - start) * share) + number] ^= 1
    path.write_bytes(content)


def edit(film: Path, path: Path, old: bytes, new: bytes) -> None:
    """Change bytes of the index."""
    content = film.read_bytes()
    if content.count(old) != 1:
        raise SystemExit(f"{old!r} is there {content.count(old)} times")
    path.write_bytes(content.replace(old, new))


def blank(film: Path, path: Path, _number: int = 0) -> None:
    """Take the manifest out, leaving as much free space."""
    content = film.read_bytes()
    start = content.index(b"uuid") - 4
    size = int.from_bytes(content[start : start + 4], "big")
    path.write_bytes(content[: start + 4] + b"free" + bytes(size - 8) + content[start + size :])


def sign_again(film: Path, path: Path, number: int, home: Path) -> None:
    """Put another's manifest in place of ours."""
    blank(film, path)
    told = {"system_version": "9", "content_id": f"{number:032x}", "provider": "Stranger"}
    manifest = credentials.compose(Studio.facts_of(number), told)
    credentials.attach(path, "mp4", manifest, load_manifest_signer(Provider(), "Stranger", home))


def encode(film: Path, path: Path, paint: Paint) -> None:
    """Decode the pictures and encode them, as a platform does that keeps no metadata; the sound is left out."""
    with av.open(str(film)) as source, av.open(str(path), "w") as target:
        video = target.add_stream("libx264", 25, {"crf": "28", "preset": "veryfast"})
        video.width, video.height, video.pix_fmt = *SIZE, "yuv420p"
        for frame in source.decode(video=0):
            picture = paint(frame.to_ndarray(format="rgb24"))
            target.mux(video.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        target.mux(video.encode(None))


def without_label(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Paint over the corner of the label."""
    changed = picture.copy()
    height, width = changed.shape[:2]
    corner = changed[round(0.86 * height) :, round(0.5 * width) :]
    corner[:] = cv2.GaussianBlur(corner, (0, 0), 25)
    return changed


def replace_sound(film: Path, path: Path, number: int) -> None:
    """Keep the pictures and all tags, and put other sound under them."""
    with av.open(str(film)) as source, av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as target:
        target.metadata.update(source.metadata)
        video = target.add_stream_from_template(source.streams.video[0])
        audio = target.add_stream("aac", rate=48_000, layout="mono")
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = video
                target.mux(packet)
        noise = np.random.default_rng(number).standard_normal((1, round(SECONDS * 48_000))).astype(np.float32) * 0.1
        sound = av.AudioFrame.from_ndarray(noise, format="fltp", layout="mono")
        sound.sample_rate = 48_000
        target.mux([*audio.encode(sound), *audio.encode(None)])


def cut(film: Path, path: Path, _number: int) -> None:
    """Keep the first two seconds, without encoding again, and all tags."""
    with av.open(str(film)) as source, av.open(str(path), "w", options={"movflags": "use_metadata_tags"}) as target:
        target.metadata.update(source.metadata)
        streams = {stream.index: target.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None and float(packet.pts * packet.time_base) < 2:
                packet.stream = streams[packet.stream.index]
                target.mux(packet)


def layers(report: Report) -> str:
    """Name the layers in short."""
    return ", ".join(f"{name} {layer.state}" for name, layer in report.layers.items() if name != "audio_watermark")


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
