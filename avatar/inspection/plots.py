"""Draw curves over time as SVG, by hand: no script, no font and no file beside the page."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.inspection.report import Report

_PER_SECOND, _NARROWEST, _WIDEST = 130, 860, 24_000
_HEIGHT, _LEFT, _TOP, _BOTTOM = 150, 46, 10, 22
_STRIP = 34
"""px for phones and words under a plot"""
_MOST_POINTS = 6000


@dataclass(frozen=True, slots=True)
class Line:
    """One curve of a plot."""

    name: str
    """in the legend"""
    look: str
    """class in the page's style sheet: "measured", "intended", "a", "b", "c" """
    values: NDArray[np.float64]
    """(T,), NaN where there is none"""


@dataclass(frozen=True, slots=True)
class Plot:
    """Some curves over the same time."""

    title: str
    """heading"""
    unit: str
    """of the values"""
    lines: tuple[Line, ...]
    """at least one"""
    limits: tuple[float, ...] = ()
    """values at which a dashed line is drawn"""
    with_sounds: bool = False
    """phones and words under it"""


def plots_of(report: Report) -> list[tuple[Plot, str]]:
    """Give every plot of a report with its picture, an SVG element."""
    return [(plot, draw(plot, report)) for plot in _plots(report)]


def draw(plot: Plot, report: Report) -> str:
    """Draw one plot of a clip: axes, limits, moments, curves, and the sounds if it asks for them."""
    canvas = _Canvas.of(plot, report)
    parts = [canvas.axes(), *(canvas.dashed(limit) for limit in plot.limits)]
    parts += [canvas.moment(moment.time, number) for number, moment in enumerate(report.worst, 1)]
    if plot.title == "Eyelids":
        parts += [canvas.mark(time) for time in report.curves.blinks]
    parts += [canvas.path(report.curves.times, line) for line in plot.lines]
    if plot.with_sounds and report.timeline is not None:
        parts += [canvas.sound(one.ipa, one.start, one.end, one.viseme) for one in report.timeline.sounds]
        parts += [canvas.word(*word) for word in report.timeline.words]
    size = f'width="{canvas.width}" height="{canvas.height}"'
    return f'<svg {size} role="img" aria-label="{escape(plot.title)}">{"".join(parts)}</svg>'


def _plots(report: Report) -> list[Plot]:
    curves = report.curves
    opening = _pair("opening", curves.intended_opening, curves.opening)
    width = _pair("width", curves.intended_width, curves.width)
    turns = zip(("pitch", "yaw", "roll"), "abc", curves.angles.T, strict=True)
    angles = tuple(Line(name, look, values) for name, look, values in turns)
    against = "portrait" if report.details.get("has_portrait") else "clip's own start"
    return [
        Plot("Opening of the lips", "inter-ocular distances", opening, (0.012,), with_sounds=True),
        Plot("Width of the mouth", "widths at rest", width),
        Plot("Head", "degrees from its median", angles),
        Plot("Eyelids", "of the open eye", (Line("aperture", "measured", curves.lids),)),
        *_plots_of_eyes(report),
        Plot("Sharpness", f"of the {against}", (Line("sharpness", "measured", curves.sharpness),), (0.9,)),
        Plot("Identity", "correlation of the upper face", (Line("identity", "measured", curves.identity),)),
    ]


def _plots_of_eyes(report: Report) -> list[Plot]:
    """Give what both eyes and brows do, each side by itself."""
    both = (
        ("Brows above the eyes", "inter-ocular distances", report.curves.brows),
        ("Irises to the right", "eye widths", report.curves.gaze),
    )
    return [
        Plot(title, unit, (Line("left", "a", sides[:, 0]), Line("right", "b", sides[:, 1])))
        for title, unit, sides in both
        if sides is not None
    ]


def _pair(name: str, intended: NDArray[np.float64] | None, measured: NDArray[np.float64]) -> tuple[Line, ...]:
    lines = (Line(f"measured {name}", "measured", measured),)
    return lines if intended is None else (Line(f"intended {name}", "intended", intended), *lines)


@dataclass(frozen=True, slots=True)
class _Canvas:
    """From seconds and values to pixels."""

    width: int
    height: int
    seconds: float
    low: float
    high: float
    base: float

    @classmethod
    def of(cls, plot: Plot, report: Report) -> _Canvas:
        seconds = float(report.curves.times[-1]) + 0.04
        width = int(np.clip(seconds * _PER_SECOND, _NARROWEST, _WIDEST))
        values = np.concatenate([line.values for line in plot.lines] + [np.array(plot.limits)])
        seen = values[np.isfinite(values)]
        low, high = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
        room = 0.06 * (high - low) or 0.5
        strip = _STRIP if plot.with_sounds and report.timeline is not None else 0
        return cls(width, _HEIGHT + strip, seconds, low - room, high + room, float(_HEIGHT - _BOTTOM))

    def x(self, time: float) -> float:
        return _LEFT + time / self.seconds * (self.width - _LEFT - 8)

    def y(self, value: float) -> float:
        return self.base - (value - self.low) / (self.high - self.low) * (self.base - _TOP)

    def axes(self) -> str:
        parts = []
        for value in ticks(self.low, self.high, 4):
            y = self.y(value)
            parts.append(f'<line class="grid" x1="{_LEFT}" x2="{self.width - 8}" y1="{y:.1f}" y2="{y:.1f}"/>')
            parts.append(f'<text class="tick" x="{_LEFT - 5}" y="{y + 3.5:.1f}" text-anchor="end">{value:g}</text>')
        for second in ticks(0.0, self.seconds, max(2, self.width // _PER_SECOND)):
            x = self.x(second)
            parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{self.base:.1f}"/>')
            parts.append(
                f'<text class="tick" x="{x:.1f}" y="{self.base + 13:.1f}" text-anchor="middle">{second:g} s</text>'
            )
        return "".join(parts)

    def dashed(self, value: float) -> str:
        y = self.y(value)
        return f'<line class="limit" x1="{_LEFT}" x2="{self.width - 8}" y1="{y:.1f}" y2="{y:.1f}"/>'

    def moment(self, time: float, number: int) -> str:
        x = self.x(time)
        line = f'<line class="moment" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{self.base:.1f}"/>'
        return f'{line}<text class="moment" x="{x + 2:.1f}" y="{_TOP + 8}">{number}</text>'

    def mark(self, time: float) -> str:
        return f'<circle class="mark" cx="{self.x(time):.1f}" cy="{self.base - 4:.1f}" r="3"/>'

    def path(self, times: NDArray[np.float64], line: Line) -> str:
        step = max(1, len(times) // _MOST_POINTS)
        places, is_drawing = [], False
        for time, value in zip(times[::step], line.values[::step], strict=True):
            if np.isfinite(value):
                places.append(f"{'L' if is_drawing else 'M'}{self.x(time):.1f} {self.y(value):.1f}")
            is_drawing = bool(np.isfinite(value))
        return f'<path class="{line.look}" d="{"".join(places)}"/>'

    def sound(self, ipa: str, start: float, end: float, viseme: str) -> str:
        x, y = self.x(start), self.base + 18
        wide = max(self.x(end) - x - 1, 1)
        look = viseme.replace(" ", "-")
        box = f'<rect class="sound {escape(look)}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="15"/>'
        text = f'<text class="ipa" x="{x + wide / 2:.1f}" y="{y + 11:.1f}" text-anchor="middle">{escape(ipa)}</text>'
        title = f"<title>{escape(ipa)} ({escape(viseme)}) {start:.2f}-{end:.2f} s</title>"
        return f"<g>{title}{box}{text}</g>"

    def word(self, text: str, start: float, end: float) -> str:
        middle = (self.x(start) + self.x(end)) / 2
        return (
            f'<text class="word" x="{middle:.1f}" y="{self.base + 46:.1f}" text-anchor="middle">{escape(text)}</text>'
        )


def ticks(low: float, high: float, about: int) -> Sequence[float]:
    """Choose about so many round values from low to high."""
    rough = (high - low) / max(about, 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = float(min((factor * power for factor in (1, 2, 5, 10)), key=lambda each: abs(each - rough)))
    first, last = int(np.ceil(low / step - 1e-9)), int(np.floor(high / step + 1e-9))
    return [round(index * step, 10) for index in range(first, last + 1)]
