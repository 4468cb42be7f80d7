"""What files of strangers say of themselves, read in a process that may be ended: `python -m avatar.clip.verifying`.

A file whose looking at takes more than it may is too large to be judged, and one that is broken cannot be read: either
is a verdict, and the next file has its turn.
"""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.outside.confined import Confined, Exceeded, answer_questions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PATIENCE = 28.0
"""s for one file: with what else there is to do, the answer comes within 30"""
MEMORY = 900_000_000
"""bytes that the process may have of its own: with its programs, 1 GB"""
TOO_LARGE, UNREADABLE = "too-large", "unreadable"
"""verdicts on what was not judged"""
_SENTENCES = {
    TOO_LARGE: "Too large to be judged: nothing is said of its marks.",
    UNREADABLE: "It cannot be read, so nothing is said of its marks.",
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of one file."""

    file: Path
    report: Mapping[str, Any]
    """a report of `marks.verify`, or a verdict of this module's, as JSON has it"""
    fault: str = ""
    """what is wrong with a file that cannot be read, a sentence"""

    @property
    def verdict(self) -> str:
        """Give the verdict: one of `marks.verify`, or `TOO_LARGE`, or `UNREADABLE`."""
        return str(self.report["verdict"])


def verified(
    files: Iterable[Path], home: Path | None = None, patience: float = PATIENCE, *, is_debugged: bool = False
) -> Iterator[Verified]:
    """Read the marks of files one by one, each for no longer than `patience` s."""
    with Confined("avatar.clip.verifying", MEMORY, is_talkative=is_debugged) as reader:
        for file in files:
            question = {"file": str(file), "home": None if home is None else str(home)}
            try:
                told = reader.ask(question, patience)
            except Exceeded as fault:
                yield Verified(file, _unjudged(TOO_LARGE, f"Looking at this file was ended: {fault}."))
                continue
            why = _sentence(file, told["fault"]) if "fault" in told else ""
            yield Verified(file, told.get("report") or _unjudged(UNREADABLE, why), why)


def _sentence(file: Path, fault: str) -> str:
    return fault if fault.endswith(".") else f"The file {str(file)!r} is damaged ({fault}); ask for it again."


def _unjudged(verdict: str, why: str) -> dict[str, Any]:
    return {"verdict": verdict, "content_id": "", "meaning": _SENTENCES[verdict], "why": [why], "layers": {}}


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    from avatar.clip.marking import check
    from avatar.errors import AvatarError, TooLargeError
    from avatar.runtime.shortage import shortage

    home = question["home"]
    try:
        return {"report": check(Path(question["file"]), None if home is None else Path(home)).as_json()}
    except TooLargeError as fault:
        return {"report": _unjudged(TOO_LARGE, str(fault))}
    except AvatarError as fault:
        if shortage(fault) is not None:
            raise
        return {"fault": str(fault)}


def main() -> None:
    """Answer until nobody asks any more."""
    import avatar.clip.marking
    import avatar.marks.verify  # noqa: F401 - before memory is limited, and while whoever asks gets ready

    answer_questions(_answer)


if __name__ == "__main__":
    main()
