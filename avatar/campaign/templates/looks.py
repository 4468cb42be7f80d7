"""Colours, gradients, shadows, borders and moves as they are written. Lengths come in units of the shorter side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from avatar.data.scene import Border, Colour, Fill, Move, Shadow
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS = ("none", "fade", "slide", "wipe", "scale")
_EASINGS = ("linear", "in", "out", "both", "over")
_WAYS = ("up", "down", "left", "right", "start", "end")


def read_colour(written: object) -> Colour:
    """Read "white", "#0b5fff", "#0b5fff80" or "none". Raise `InputError` for what is no colour."""
    from PIL import ImageColor

    if written == "none":
        return (0, 0, 0, 0.0)
    try:
        red, green, blue, *opacity = ImageColor.getrgb(written if isinstance(written, str) else "")
    except ValueError:
        raise InputError(f"{written!r} is no colour; write one like white, #0b5fff or #0b5fff80.") from None
    return red, green, blue, opacity[0] / 255 if opacity else 1.0


def read_fill(written: object, unit: float) -> Fill:
    """Read a colour or a gradient."""
    if not isinstance(written, dict):
        return Fill((read_colour(written),))
    require_keys(written, ("angle", "stops", "centre", "radius"), "A gradient")
    stops = written.get("stops")
    if not isinstance(stops, (list, tuple)) or len(stops) < 2:
        raise InputError(f"The gradient {written!r} needs two stops or more.")
    pairs = [_stop(stop, index / (len(stops) - 1)) for index, stop in enumerate(stops)]
    centre = written.get("centre")
    return Fill(
        tuple(colour for _, colour in pairs),
        tuple(place for place, _ in pairs),
        number(written.get("angle", 0), "angle"),
        None if centre is None else pair(centre, "centre"),
        number(written.get("radius", 1), "radius"),
    )


def _stop(stop: object, place: float) -> tuple[float, Colour]:
    if isinstance(stop, (list, tuple)) and len(stop) == 2:
        return number(stop[0], "stop"), read_colour(stop[1])
    return place, read_colour(stop)


def read_shadow(written: object, unit: float) -> Shadow | None:
    """Read true, false, or a table."""
    if isinstance(written, bool):
        return Shadow() if written else None
    table = as_table(written, "shadow")
    require_keys(table, ("blur", "down", "opacity", "colour"), "A shadow")
    usual = Shadow()
    return Shadow(
        number(table["blur"], "blur") * unit if "blur" in table else usual.blur,
        number(table["down"], "down") * unit if "down" in table else usual.down,
        number(table.get("opacity", usual.opacity), "opacity"),
        read_colour(table["colour"])[:3] if "colour" in table else usual.colour,
    )


def read_border(written: object, unit: float) -> Border | None:
    """Read a table, or false."""
    if written is False:
        return None
    table = as_table(written, "border")
    require_keys(table, ("width", "colour"), "A border")
    usual = Border()
    width = number(table["width"], "width") * unit if "width" in table else usual.width
    return Border(width, read_colour(table["colour"]) if "colour" in table else usual.colour)


def read_move(written: object, unit: float, is_mirrored: bool, usual_way: dict[str, str]) -> Move:
    """Read "fade", or a table; `is_mirrored`: start is on the right."""
    table = {"kind": written} if isinstance(written, str) else as_table(written, "animation")
    require_keys(table, ("kind", "seconds", "toward", "easing", "by", "delay"), "An animation")
    kind = choice(table.get("kind", "fade"), _KINDS, "animation")
    toward = choice(table.get("toward", usual_way.get(kind, "up")), _WAYS, "way of an animation")
    sides = {"start": "right", "end": "left"} if is_mirrored else {"start": "left", "end": "right"}
    usual = Move()
    return Move(
        kind,
        number(table.get("seconds", usual.seconds), "seconds"),
        number(table.get("delay", 0), "delay"),
        sides.get(toward, toward),
        number(table["by"], "by") * unit if "by" in table else usual.by,
        choice(table.get("easing", usual.easing), _EASINGS, "easing"),
    )


def number(written: object, name: str) -> float:
    """Read a number. Raise `InputError` for what is none."""
    if isinstance(written, str):
        try:
            return float(written)
        except ValueError:
            pass
    elif isinstance(written, (int, float)) and not isinstance(written, bool):
        return float(written)
    raise InputError(f"{name} = {written!r} is not a number.")


def pair(written: Any, name: str) -> tuple[float, float]:  # noqa: ANN401 - what TOML gives
    """Read two numbers."""
    if not isinstance(written, (list, tuple)) or len(written) != 2:
        raise InputError(f"{name} = {written!r} is not a pair of numbers.")
    return number(written[0], name), number(written[1], name)


def choice(written: object, choices: Sequence[str], name: str) -> str:
    """Read one of some words."""
    if written not in choices:
        raise InputError(f"There is no {name} {written!r}; use one of {', '.join(choices)}.")
    return str(written)


def truth(written: object, name: str) -> bool:
    """Read true or false."""
    if not isinstance(written, bool):
        raise InputError(f"{name} = {written!r} is not true or false.")
    return written


def as_table(written: object, name: str) -> dict[str, Any]:
    """Read a table."""
    if not isinstance(written, dict):
        raise InputError(f"{name} = {written!r} is no table; write it as {{ ... }}.")
    return written


def require_keys(table: dict[str, Any], known: Sequence[str], what: str) -> None:
    """Raise `InputError` for a key that is none."""
    if unknown := sorted(set(table) - set(known)):
        raise InputError(f"{what} has no {unknown[0]!r}; use {', '.join(known)}.")
