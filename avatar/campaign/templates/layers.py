"""Layers as they are written, made layers of a scene."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from avatar.campaign.templates.looks import (
    choice,
    number,
    pair,
    read_border,
    read_colour,
    read_fill,
    read_move,
    read_shadow,
    require_keys,
    truth,
)
from avatar.campaign.templates.moments import read_moment
from avatar.data.scene import (
    WHOLE,
    Border,
    Box,
    Bullet,
    Bullets,
    Fill,
    Film,
    Framed,
    Layer,
    Letters,
    LowerThird,
    Move,
    Panel,
    Person,
    Picture,
    Progress,
    Shadow,
    Slides,
    Source,
    Text,
)
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.campaign.templates.filling import Filling

COMMON = ("name", "kind", "box", "from", "until", "enter", "exit", "opacity", "group", "shapes", "when", "mirror")
"""keys of every layer"""
_FRAMED = ("fit", "focus", "align", "radius", "mask", "border", "shadow", "blur", "dim", "grey")
_LETTERS = (
    "font",
    "weight",
    "size",
    "lines",
    "colour",
    "align",
    "valign",
    "spacing",
    "tracking",
    "upper",
)
KEYS: dict[str, tuple[str, ...]] = {
    "panel": ("fill", "radius", "border", "shadow"),
    "picture": ("source", "flip", *_FRAMED),
    "film": ("source", "start", *_FRAMED),
    "slides": ("sources", "change", "fade", *_FRAMED),
    "text": ("text", "shadow", *_LETTERS),
    "bullets": ("items", "marker", "marker_colour", "gap", "dim", "shadow", *_LETTERS),
    "lower_third": ("title", "subtitle", "fill", "accent", "radius", "shadow", *_LETTERS),
    "progress": ("fill", "track", "radius", "ticks"),
    "person": ("background", "mask", "radius", "border", "shadow", "fill", "crop", "ground"),
}
"""further keys, by kind"""
_MASKS = ("rectangle", "rounded", "circle")
_MARKERS = ("dot", "check", "dash", "number", "none")
_WEIGHTS = ("regular", "bold")
_ROUNDED = 0.03
"""radius of a rounded mask that names none"""
_WAYS = {"wipe": "end", "slide": "up"}


def read_layer(table: dict[str, Any], filling: Filling) -> Layer | None:
    """Make a layer of what is written of it; None where it is left out. Raise `InputError` for what it may not say."""
    name, kind = str(table.get("name", "")), table.get("kind")
    if kind not in KEYS:
        raise InputError(f"There is no kind {kind!r}; use one of {', '.join(KEYS)}.")
    require_keys(table, (*COMMON, *KEYS[kind]), f"A layer of the kind {kind}")
    if "shapes" in table and filling.shape not in table["shapes"]:
        return None
    if "when" in table and not _holds(filling.filled(table["when"])):
        return None
    written = {key: filling.filled(value) for key, value in table.items() if key != "when"}
    content = _READERS[kind](written, filling)
    if content is None:
        return None
    unit, is_mirrored = filling.unit, filling.is_mirrored
    moves = [
        read_move(written[key], unit, is_mirrored, _WAYS) if key in written else Move() for key in ("enter", "exit")
    ]
    return Layer(
        name,
        content,
        _box(written, filling),
        read_moment(written["from"]) if "from" in written else None,
        read_moment(written["until"]) if "until" in written else None,
        moves[0],
        moves[1],
        number(written.get("opacity", 1), "opacity"),
    )


def read_box(written: object, unit: float) -> Box:
    """Read a box, fractions of the canvas."""
    if not isinstance(written, (list, tuple)) or len(written) != 4:
        raise InputError(f"The box {written!r} is not [left, top, width, height].")
    left, top, width, height = (number(each, "box") * unit for each in written)
    if width <= 0 or height <= 0:
        raise InputError(f"The box {written!r} has no size; give a width and a height.")
    return left, top, width, height


def mirrored(box: Box) -> Box:
    """Give a box as it lies in a language that begins on the right."""
    return 1.0 - box[0] - box[2], box[1], box[2], box[3]


def _box(written: dict[str, Any], filling: Filling) -> Box:
    box = read_box(written["box"], filling.unit) if "box" in written else WHOLE
    return mirrored(box) if _is_turned(written, filling) else box


def _holds(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def _fill(table: dict[str, Any], filling: Filling) -> Fill:
    fill = read_fill(table.get("fill", "none"), filling.unit)
    if not _is_turned(table, filling):
        return fill
    centre = fill.centre and (1.0 - fill.centre[0], fill.centre[1])
    return replace(fill, angle=180.0 - fill.angle, centre=centre)


def _is_turned(table: dict[str, Any], filling: Filling) -> bool:
    """Tell whether a layer is mirrored with the layout."""
    return filling.is_mirrored and truth(table.get("mirror", True), "mirror")


def _radius(table: dict[str, Any], filling: Filling) -> float:
    usual = _ROUNDED if table.get("mask") == "rounded" else 0.0
    return number(table["radius"], "radius") * filling.unit if "radius" in table else usual


def _border(table: dict[str, Any], filling: Filling) -> Border | None:
    return read_border(table["border"], filling.unit) if "border" in table else None


def _shadow(table: dict[str, Any], filling: Filling) -> Shadow | None:
    return read_shadow(table["shadow"], filling.unit) if "shadow" in table else None


def _is_round(table: dict[str, Any]) -> bool:
    return choice(table.get("mask", "rectangle"), _MASKS, "mask") == "circle"


def _framed(table: dict[str, Any], filling: Filling) -> Framed:
    fit = choice(table.get("fit", "cover"), ("cover", "contain"), "fit")
    at = pair(table.get("align" if fit == "contain" else "focus", (0.5, 0.5)), "focus")
    is_flipped = truth(table.get("flip", False), "flip") and _is_turned(table, filling)
    is_turned = is_flipped or (fit == "contain" and _is_turned(table, filling))
    return Framed(
        fit,
        (1.0 - at[0], at[1]) if is_turned else at,
        _radius(table, filling),
        _is_round(table),
        _border(table, filling),
        _shadow(table, filling),
        number(table.get("blur", 0), "blur") * filling.unit,
        number(table.get("dim", 0), "dim"),
        number(table.get("grey", 0), "grey"),
        is_flipped,
    )


def _letters(table: dict[str, Any], filling: Filling) -> Letters:
    usual, sizes = Letters(), table.get("size", (0, 0))
    found = (sizes, sizes) if isinstance(sizes, (int, float)) else pair(sizes, "size")
    largest, smallest = max(found) * filling.unit or usual.largest, min(found) * filling.unit or usual.smallest
    align = choice(table.get("align", "start"), ("start", "centre", "end", "left", "right"), "align")
    sides = {"start": "right", "end": "left"} if filling.is_mirrored else {"start": "left", "end": "right"}
    return Letters(
        str(table.get("font", "")),
        choice(table.get("weight", "regular"), _WEIGHTS, "weight") == "bold",
        largest,
        smallest,
        int(number(table.get("lines", 0), "lines")),
        read_colour(table.get("colour", "white")),
        sides.get(align, align),
        choice(table.get("valign", "top"), ("top", "middle", "bottom"), "valign"),
        number(table.get("spacing", usual.spacing), "spacing"),
        number(table.get("tracking", 0), "tracking"),
        truth(table.get("shadow", False), "shadow") if table.get("kind") != "lower_third" else False,
    )


def _text(table: dict[str, Any], key: str) -> str:
    text = "\n".join(" ".join(line.split()) for line in str(table.get(key, "")).strip().splitlines())
    return text.upper() if truth(table.get("upper", False), "upper") else text


def _panel(table: dict[str, Any], filling: Filling) -> Panel:
    return Panel(_fill(table, filling), _radius(table, filling), _border(table, filling), _shadow(table, filling))


def _picture(table: dict[str, Any], filling: Filling) -> Picture | None:
    source = filling.source(str(table.get("source", "")))
    return Picture(source, _framed(table, filling)) if source else None


def _film(table: dict[str, Any], filling: Filling) -> Film | None:
    source = filling.source(str(table.get("source", "")))
    return Film(source, _framed(table, filling), number(table.get("start", 0), "start")) if source else None


def _slides(table: dict[str, Any], filling: Filling) -> Slides | None:
    listed = table.get("sources", ())
    names = [each["text"] if isinstance(each, dict) else str(each) for each in _listed(listed)]
    sources = [source for name in names if (source := filling.source(name))]
    change, every = table.get("change", "even"), 0.0
    if isinstance(change, list):
        moments = [read_moment(each) for each in change]
        sources = [
            Source(each.path, each.digest, moments[index] if index < len(moments) else None)
            for index, each in enumerate(sources)
        ]
        change = "even"
    elif isinstance(change, (int, float)) and not isinstance(change, bool):
        change, every = "even", float(change)
    kind = choice(change, ("even", "sentences"), "change")
    fade = number(table.get("fade", 0.4), "fade")
    return Slides(tuple(sources), _framed(table, filling), kind, every, fade) if sources else None


def _listed(written: object) -> list[Any]:
    if isinstance(written, (list, tuple)):
        return list(written)
    return [line for line in str(written).splitlines() if line.strip()]


def _text_layer(table: dict[str, Any], filling: Filling) -> Text | None:
    text = _text(table, "text")
    return Text(text, _letters(table, filling)) if text else None


def _bullets(table: dict[str, Any], filling: Filling) -> Bullets | None:
    from avatar.campaign.templates.variables import item_of

    items = []
    for each in _listed(table.get("items", ())):
        item = item_of(each)
        text = item["text"].upper() if table.get("upper") else item["text"]
        if text:
            at = read_moment(each["at"]) if isinstance(each, dict) and each.get("at") else None
            items.append(Bullet(text, item["cue"], at))
    if not items:
        return None
    letters = _letters(table, filling)
    return Bullets(
        tuple(items),
        letters,
        choice(table.get("marker", "dot"), _MARKERS, "marker"),
        read_colour(table["marker_colour"]) if "marker_colour" in table else letters.colour,
        number(table["gap"], "gap") * filling.unit if "gap" in table else 0.025,
        number(table.get("dim", 0), "dim"),
    )


def _lower_third(table: dict[str, Any], filling: Filling) -> LowerThird | None:
    title = _text(table, "title")
    if not title:
        return None
    return LowerThird(
        title,
        _text(table, "subtitle"),
        _fill(table, filling),
        read_colour(table.get("accent", "none")),
        _letters(table, filling),
        _radius(table, filling),
        _shadow(table, filling),
    )


def _progress(table: dict[str, Any], filling: Filling) -> Progress:
    return Progress(
        _fill(table, filling),
        read_colour(table.get("track", "none")),
        _radius(table, filling),
        truth(table.get("ticks", False), "ticks"),
        filling.is_mirrored,
    )


def _person(table: dict[str, Any], filling: Filling) -> Person:
    crop = table.get("crop")
    box = WHOLE if crop is None else read_box(crop, 1.0)
    if box[0] < 0 or box[1] < 0 or box[0] + box[2] > 1 + 1e-6 or box[1] + box[3] > 1 + 1e-6:
        raise InputError(f"The crop {crop!r} reaches beyond the portrait; give fractions from 0 to 1.")
    return Person(
        choice(table.get("background", "own"), ("own", "cutout", "blur"), "background"),
        _is_round(table),
        _radius(table, filling),
        _border(table, filling),
        _shadow(table, filling),
        _fill(table, filling) if "fill" in table else None,
        box,
        number(table.get("ground", 0), "ground"),
    )


_READERS: dict[str, Callable[[dict[str, Any], Filling], Any]] = {
    "panel": _panel,
    "picture": _picture,
    "film": _film,
    "slides": _slides,
    "text": _text_layer,
    "bullets": _bullets,
    "lower_third": _lower_third,
    "progress": _progress,
    "person": _person,
}
