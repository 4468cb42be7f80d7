"""The shipped templates: each says what it needs, holds its own sample in every language and shape, and can be read."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from avatar.campaign.templates import TemplateFault, names, read_template
from avatar.data import Frame
from avatar.data.scene import Bullets, Panel, Picture, Scene, Text
from avatar.finish.label import LabelFilter
from avatar.finish.scene import Schedule, scheduled
from avatar.finish.scene.painting import Place
from avatar.finish.scene.stage import Stage
from avatar.finish.scene.texts import fitted, fonts_for
from avatar.finish.subtitles.setting import measure
from avatar.runtime.toml import read_toml
from tests.template_scenes import person, portrait, rows, said, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from avatar.campaign.templates import Template
    from avatar.data.scene import Layer

NAMES = (
    "answer",
    "broll",
    "bullets",
    "explainer",
    "invitation",
    "news",
    "product",
    "quote",
    "slides",
    "spokesperson",
)
SHAPES = {"wide": (1920, 1080), "square": (1080, 1080), "tall": (1080, 1920)}
PORTRAITS = ("amara", "marco", "xiaochen")
SMALL = 270
"""px of the shorter side of pictures whose contrast is measured"""

Box = tuple[float, float, float, float]


def test_all_of_them_are_found() -> None:
    """Whoever lists the templates is told of each."""
    assert set(NAMES) <= set(names())


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_is_and_has_every_shape(name: str) -> None:
    """A card with licence and source, a title, three shapes, and a sample with a text in three languages."""
    template = read_template(name)
    card = read_toml((template.folder / "card.toml").read_text("utf-8"))
    assert (card["name"], card["licence"]) == (name, "Apache-2.0")
    assert card["source"]
    assert card["description"]
    assert template.title
    assert template.about
    assert dict(template.shapes) == SHAPES
    table = rows(template)
    assert len(table) == 3
    assert len({row["id"] for row in table}) == 3
    assert all(row[f"text_{language}"] for row in table for language in ("zh", "en", "ar"))
    unknown = {column.rsplit("_", 1)[0] if column[-3:] in ("_zh", "_en", "_ar") else column for column in table[0]}
    assert unknown <= {"id", "portrait", "text", *template.variables}


@pytest.mark.parametrize("name", NAMES)
def test_its_sample_fits_in_every_language_and_shape(name: str) -> None:
    """All rows of the sample are filled; where a font is missing that is all, and the package that has it is named."""
    template = read_template(name)
    for row in rows(template):
        for shape in SHAPES:
            assert not faults(template, row, "en", shape)
            for language in ("zh", "ar"):
                told = faults(template, row, language, shape)
                assert all("apt-get install" in sentence for _, sentence in told), told


def faults(template: Template, row: dict[str, str], language: str, shape: str) -> tuple[tuple[str, str], ...]:
    """Fill a row; give what is wrong with that."""
    try:
        template.fill(values(template, row, language), language, shape)
    except TemplateFault as fault:
        return fault.faults
    return ()


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", NAMES)
def test_what_nobody_wrote_leaves_no_empty_plate_and_no_loose_dot(name: str, shape: str) -> None:
    """A panel that is there for one text alone comes with it; one as wide as the film is part of the ground."""
    template = read_template(name)
    whole = values(template, rows(template)[0], "en")
    needed = {key: value for key, value in whole.items() if template.variables[key].required}
    full, lean = template.fill(whole, "en", shape), template.fill(needed, "en", shape)
    left = {layer.name for layer in lean.layers}
    for panel in (each for each in full.layers if isinstance(each.content, Panel) and each.box[2] < 1):
        held = [layer.name for layer in full.layers if layer is not panel and holds(panel, layer)]
        if len(held) == 1 and held[0] not in left:
            assert panel.name not in left, (panel.name, held)
    assert not any(layer.content.text.strip().endswith("·") for layer in lean.layers if isinstance(layer.content, Text))


def holds(panel: Layer, other: Layer) -> bool:
    """Whether a text's box is within a panel's."""
    (left, top, width, height), (x, y, w, h) = panel.box, other.box
    inside = left <= x and top <= y and x + w <= left + width and y + h <= top + height
    return inside and isinstance(other.content, Text)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_no_text_lies_on_another_on_the_face_or_on_the_label(name: str, language: str) -> None:
    """At every moment, in both directions of reading, for the faces of all shipped portraits."""
    template = read_template(name)
    for shape, size in SHAPES.items():
        scene, schedule = filled(template, shape, language)
        label: Box = LabelFilter(language, size, scene.label).place
        for time in np.linspace(0.1, schedule.seconds - 0.1, 12):
            shown = list(in_sight(scene, schedule, float(time)))
            texts = {each.name: inked(each, scene) for each in shown if isinstance(each.content, Text | Bullets)}
            for (one, first), (other, second) in combinations(texts.items(), 2):
                assert not meet(first, second), (shape, time, one, other)
            for one, box in texts.items():
                assert not meet(box, label), (shape, time, one)
                if scene.person in shown:
                    assert not any(meet(box, face(scene, each)) for each in PORTRAITS), (shape, time, one)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_text_can_be_read_on_what_lies_behind_it(name: str) -> None:
    """The contrast is 4.5 (WCAG 2.2) against most of what a text lies on, and 3 against nearly all of it."""
    template = read_template(name)
    for shape, language in (("wide", "en"), ("square", "ar"), ("tall", "en")):
        scene, schedule = filled(template, shape, language)
        times = (
            (1.2, schedule.seconds / 2, schedule.seconds - 0.3) if name == "explainer" else (schedule.seconds - 1.3,)
        )
        for time in times:
            bare, shown = behind(scene, schedule, time, rows(template)[0]["portrait"])
            for each in shown:
                ratios = contrasts(each, scene, bare)
                low = float(np.percentile(ratios, 4))
                assert float(np.median(ratios)) >= 4.5, (shape, each.name, float(np.median(ratios)))
                assert low >= 3.0, (shape, each.name, low)


def filled(template: Template, shape: str, language: str) -> tuple[Scene, Schedule]:
    """Fill the first row of the sample, in English words, which every machine has letters for."""
    row = rows(template)[0]
    scene = template.fill(values(template, row, "en"), language, shape)
    return scene, scheduled(scene, said(scene, row["text_en"]))


def in_sight(scene: Scene, schedule: Schedule, time: float) -> Iterator[Layer]:
    """Yield the layers that are seen at a time, without those that a card covers wholly."""
    pairs = zip(scene.layers, schedule.layers, strict=True)
    shown = [layer for layer, cued in pairs if cued.start <= time < cued.end]
    covers = (n for n, each in enumerate(shown) if is_cover(each) and not any(e.name == "person" for e in shown[n:]))
    last = max(covers, default=0)
    yield from shown[last:]


def is_cover(layer: Layer) -> bool:
    """Tell whether a layer hides all below it."""
    return layer.box == (0.0, 0.0, 1.0, 1.0) and isinstance(layer.content, Picture)


def inked(layer: Layer, scene: Scene) -> Box:
    """Give where the letters of a text lie, px: its lines, not its box."""
    place, content = Place.of(layer.box, scene.size), layer.content
    if isinstance(content, Bullets):
        return place.left, place.top, place.width, place.height
    assert isinstance(content, Text)
    letters, fonts = content.letters, fonts_for(content.text, content.letters, scene.language)
    setting = fitted(content.text, letters, place, fonts)
    tall, wide = setting.height(letters.spacing), max(measure(each, fonts, setting.size) for each in setting.lines)
    down = {"top": 0.0, "middle": (place.height - tall) / 2, "bottom": place.height - tall}[letters.valign]
    along = {"left": 0.0, "centre": (place.width - wide) / 2, "right": place.width - wide}[letters.align]
    return place.left + along, place.top + down, wide, tall


def meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than an edge, px."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 1 and down > 1


def face(scene: Scene, name: str) -> Box:
    """Give where a portrait's face lies in a scene, px."""
    casting = Stage(scene, scene.size, Fraction(25)).casting
    assert casting is not None
    wide, tall = casting.size
    assert abs(wide - tall) <= 0.02 * wide, "the shipped photos are square, and are seen whole"
    shown = portrait(name)
    share = np.asarray(shown.landmarks)[:, :2] / np.array(shown.image.shape[1::-1])
    x0, y0 = share.min(axis=0) * casting.size + casting.place - np.array(casting.crop[:2])
    x1, y1 = share.max(axis=0) * casting.size + casting.place - np.array(casting.crop[:2])
    return float(x0), float(y0), float(x1 - x0), float(y1 - y0)


def behind(scene: Scene, schedule: Schedule, time: float, who: str) -> tuple[NDArray[np.uint8], list[Layer]]:
    """Draw a moment without its texts; give these as well."""
    scale = SMALL / min(scene.size)
    size = round(scene.size[0] * scale), round(scene.size[1] * scale)
    texts = [each for each in in_sight(scene, schedule, time) if isinstance(each.content, Text)]
    kept = [n for n, each in enumerate(scene.layers) if not isinstance(each.content, Text | Bullets)]
    bare = replace(scene, layers=tuple(scene.layers[n] for n in kept))
    own = replace(schedule, layers=tuple(schedule.layers[n] for n in kept))
    stage = Stage(bare, size, Fraction(25))
    assert stage.casting is not None
    (frame,) = stage.filter(own).apply([Frame(person(who, stage.casting.size), 0, time)])
    return frame.image, texts


def contrasts(layer: Layer, scene: Scene, bare: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Give the contrast of a text's colour to each px that its lines lie on."""
    assert isinstance(layer.content, Text)
    letters = layer.content.letters
    left, top, width, tall = (round(each * SMALL / min(scene.size)) for each in inked(layer, scene))
    ground = luminance(bare[max(top, 0) : top + tall, max(left, 0) : left + width])
    ink = float(luminance(np.array(letters.colour[:3], np.uint8)))
    return np.asarray((np.maximum(ground, ink) + 0.05) / (np.minimum(ground, ink) + 0.05))


def luminance(colours: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Give the relative luminance of sRGB colours (..., 3), 0-1, after WCAG 2.2."""
    share = colours / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array((0.2126, 0.7152, 0.0722)))


def test_a_panel_behind_a_text_is_seen_before_it() -> None:
    """Nothing that is laid over all comes after the texts of a scene but its cards."""
    for name in NAMES:
        scene, _ = filled(read_template(name), "wide", "en")
        kinds = [type(each.content) for each in scene.layers]
        assert kinds.index(Text) > 0
        assert not isinstance(scene.layers[-1].content, Panel)
