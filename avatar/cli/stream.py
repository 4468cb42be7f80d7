"""`avatar stream`: a portrait is on the air, and says what is written to it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avatar.cli import options
from avatar.cli.examples import examples
from avatar.clip.options import FilmOptions
from avatar.clip.request import DEFAULT_PORTRAIT, OF_FILES

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.onair.station import Report, Station

EXAMPLES = examples(
    "avatar stream --to rtmp://live.example.com/app/KEY --portrait marco",
    "avatar stream --to v4l2:/dev/video10 --sound-to pulse:avatar --voice emma",
    'avatar stream --to srt://192.0.2.7:9000 --stay "Welcome! We begin in a minute."',
    "avatar stream --to udp://127.0.0.1:9000 --listen ./texts.sock",
    "cat script.txt | avatar stream --to rtmp://live.example.com/app/KEY --to archive.ts --size 1920x1080",
    'avatar stream --to - "Hello!" | ffplay -',
)


@options.taking(FilmOptions, leaving=OF_FILES)
def stream(  # noqa: PLR0913 - where it goes, what is said, who is shown, and how it is told
    text: Annotated[
        str | None, typer.Argument(help="What is said first; then each line of standard input.", show_default=False)
    ] = None,
    *,
    to: Annotated[
        list[str],
        typer.Option(
            "--to",
            help="rtmp(s)://, srt://, udp://, rtp://, tcp://, rtsp://, v4l2:/dev/videoN, a file (.ts, .flv, .mkv), or "
            "-; may be given again and again.",
        ),
    ],
    sound_to: Annotated[
        str | None,
        typer.Option(
            "--sound-to",
            help="Where the sound goes beside a camera: alsa:DEVICE, pulse:SINK, or FILE.wav.",
            show_default=False,
        ),
    ] = None,
    listen: Annotated[
        Path | None,
        typer.Option(
            "--listen", help="Take lines at a socket of this path, not from standard input.", show_default=False
        ),
    ] = None,
    stay: Annotated[bool, typer.Option("--stay", help="Stay on the air when the texts have ended.")] = False,
    lasts: Annotated[
        float | None, typer.Option("--for", min=0.1, help="End after so many seconds.", show_default=False)
    ] = None,
    portrait: options.Portrait = DEFAULT_PORTRAIT,
    json: options.Json = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # read at the edge, before parsing
    **wanted: Any,  # noqa: ANN401 - what `FilmOptions` names
) -> None:
    """Show a portrait live: to a server, as a camera, or in a file. It says each line that is written to it.

    The line /stop ends what is being said, /quit everything; what begins with // begins with one slash.
    """
    from avatar.cli.progress import warn
    from avatar.cli.result import print_json
    from avatar.onair.begin import asked, read_targets, station
    from avatar.runtime.folders import Home

    targets, sound = read_targets(to, sound_to)
    request = asked(targets, portrait, **wanted)

    def tell(sentence: str) -> None:
        if not quiet:
            warn((sentence,))

    with station(request, targets, sound, Home.usual(), tell) as ready:
        tell(f"On the air at {', '.join(map(str, (*targets, *((sound,) if sound else ()))))}.")
        report = _run(ready, text, listen, tell, lasts=lasts, stays=stay)
    if json:
        print_json(_described(report))


def _run(  # noqa: PLR0913 - what is said until when, and who hears of it
    ready: Station,
    text: str | None,
    listen: Path | None,
    tell: Callable[[str], None],
    *,
    lasts: float | None,
    stays: bool,
) -> Report:
    from contextlib import nullcontext
    from threading import Thread

    from avatar.onair.lines import Line, listening, read_lines

    def answer(told: str) -> None:
        if told.startswith("refused"):
            tell(told[:1].upper() + told[1:])

    if text is not None:
        ready.say(Line(text, answer))

    def read() -> None:
        if listen is None:
            read_lines(sys.stdin.buffer, ready.say, answer)
            if not stays:
                ready.finish()

    Thread(target=read, name="avatar-lines", daemon=True).start()
    with listening(listen, ready.say) if listen is not None else nullcontext():
        return ready.run(lasts)


def _described(report: Report) -> dict[str, object]:
    """Give the JSON object of `--json`."""
    return {
        "frames": report.frames,
        "said": report.said,
        "refused": report.refused,
        "late_s": report.late_s,
        "first_s": report.first_s,
    }
