"""What the bench found of voices, as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.bench.table import lay_out

if TYPE_CHECKING:
    from avatar.bench.voice.exactness import Edge
    from avatar.bench.voice.measure import VoiceBench, VoiceTrial
    from avatar.inspection.report import Row

Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""title, header, rows"""
_WHO = ("voice", "engine", "language")
_LIP_ROWS = 6
"""of an inspection: those that the speech can spoil"""
_PAGE = """# Voices

Every voice says the same sentences of its language, in a process of its own; nothing is kept of what it says. Each is
measured in the same ways.

- date: {date}
- commit: {commit}
- machine: {machine}
- recogniser: {recogniser}
- command: `{command}`
{tables}{notes}"""
_EXPLAINED = {
    "Cost": "Time per second of sound, once the voice is open. First sound: from nothing to a sentence spoken.",
    "Heard": "Share of what is said that the recogniser hears otherwise, leaves out or adds; a sentence counts at most "
    "as wholly wrong. Sounds are pinyin without tones (zh) and kana (ja); tones are those of syllables heard rightly. "
    "Told apart: syllables whose melody alone is nearest to their own tone; 25 % is chance.",
    "Sound": "DNSMOS P.835, overall, 1 to 5: it judges the signal, not naturalness. Spread (standard deviation) and "
    "span (5 to 95 %) of F0 in semitones. Pace: letters a second, of zh syllables, of ja kana.",
    "Lip closures against the sound": "p, b, m between vowels: median / median distance / 90 % of distances, ms; "
    "positive is later than the sound.",
    "Lips in a film": "Rows 1 to 6 of an inspection of a film in which the voice says the first sentences.",
}


def tables(found: VoiceBench) -> list[Table]:
    """Lay everything out."""
    trials = found.trials
    laid: list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]] = [
        ("Cost", ("processor", "wall", "first sound, s", "peak, MB"), [_cost(each) for each in trials]),
        (
            "Heard",
            ("words, %", "characters, %", "sounds, %", "tones, %", "tones told apart, %"),
            [_heard(each) for each in trials],
        ),
        (
            "Sound",
            ("DNSMOS", "F0, Hz", "spread, st", "span, st", "LUFS", "pace, 1/s"),
            [_sound(each) for each in trials],
        ),
        ("Lip closures against the sound", ("count", "meet", "part"), [_exactness(each) for each in trials]),
    ]
    if any(trial.lips for trial in trials):
        rows = tuple(str(number) for number in range(1, _LIP_ROWS + 1))
        laid.append(("Lips in a film", ("verdict", *rows), [_lips(each) for each in trials if each.lips]))
    return [
        (title, _WHO + header, [_who(trial) + line for trial, line in zip(trials, lines, strict=False)])
        for title, header, lines in laid
    ]


def page(found: VoiceBench, command: str) -> str:
    """Write the page that is published."""
    parts = [
        f"\n## {title}\n\n{_EXPLAINED[title]}\n\n{lay_out(header, rows)}\n" for title, header, rows in tables(found)
    ]
    notes = "".join(f"\n{note}\n" for note in found.notes)
    origin = found.origin
    return _PAGE.format(
        date=origin.date,
        commit=origin.commit,
        machine=origin.machine,
        recogniser=found.recogniser or "none",
        command=command,
        tables="".join(parts),
        notes=notes,
    )


def _who(trial: VoiceTrial) -> tuple[str, ...]:
    return trial.part.voice, trial.engine, trial.part.language


def _cost(trial: VoiceTrial) -> tuple[str, ...]:
    cost = trial.cost
    return f"{cost.processor:.3f}", f"{cost.wall:.3f}", f"{cost.first_sound:.1f}", f"{cost.memory:.0f}"


def _heard(trial: VoiceTrial) -> tuple[str, ...]:
    heard = trial.heard
    kinds = ("words", "characters", "sounds", "tones")
    shares = (_percent(None if heard is None else getattr(heard, kind)) for kind in kinds)
    return (*shares, _percent(trial.tones.told_apart if trial.tones else None))


def _sound(trial: VoiceTrial) -> tuple[str, ...]:
    heights = ("-", "-", "-")
    if trial.melody is not None:
        heights = (f"{trial.melody.median:.0f}", f"{trial.melody.spread:.1f}", f"{trial.melody.span:.1f}")
    score = "-" if trial.score is None else f"{trial.score:.2f}"
    return score, *heights, f"{trial.loudness:.1f}", f"{trial.pace:.1f}"


def _exactness(trial: VoiceTrial) -> tuple[str, ...]:
    found = trial.exactness
    return ("0", "-", "-") if found is None else (str(found.count), _edge(found.onset), _edge(found.end))


def _edge(edge: Edge) -> str:
    return f"{edge.median:+.0f} / {edge.absolute:.0f} / {edge.most:.0f}"


def _lips(trial: VoiceTrial) -> tuple[str, ...]:
    rows = trial.lips.rows[:_LIP_ROWS] if trial.lips else ()
    if not rows:
        return ("refused", *("-" for _ in range(_LIP_ROWS)))
    verdict = "fail" if any(row.passed is False for row in rows) else "pass"
    return (verdict, *map(_row, rows))


def _row(row: Row) -> str:
    return " / ".join(
        "-" if figure.value is None else f"{figure.value:.3g}{'!' if figure.passed is False else ''}"
        for figure in row.figures
    )


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{100 * share:.1f}"
