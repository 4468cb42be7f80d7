"""What a scene looks like, pixel by pixel."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from avatar.data import Frame, Word
from avatar.data.scene import (
    Border,
    Bullet,
    Bullets,
    Fill,
    Film,
    Framed,
    Layer,
    Letters,
    LowerThird,
    Moment,
    Move,
    Panel,
    Person,
    Picture,
    Progress,
    Scene,
    Shadow,
    Slides,
    Source,
)
from avatar.finish.scene import Spoken, scheduled
from avatar.finish.scene.bullets import bullets
from avatar.finish.scene.painting import Place
from avatar.finish.scene.stage import Stage
from avatar.finish.scene.texts import fitted, fonts_for, text_sprite
from avatar.settings import FilmSettings
from tests.films import write_film

SIZE = (160, 90)
FPS = Fraction(25)
RED, GREEN, BLUE = (255, 0, 0, 1.0), (0, 255, 0, 1.0), (0, 0, 255, 1.0)
SAID = Spoken(4.0, (Word("one", 1.0, 1.4), Word("two", 2.0, 2.4)))


def shown(*layers, times=(0.0,), person=None, size=SIZE):
    """Give the pictures of a scene at some times, s; the person is one picture."""
    scene = Scene(size, "en", layers)
    stage = Stage(scene, size, FPS)
    image = np.zeros((2, 2, 3), np.uint8) if person is None else person
    frames = (Frame(image.copy(), round(time * FPS), time) for time in times)
    return [frame.image for frame in stage.filter(scheduled(scene, SAID)).apply(frames)]


def panel(name, colour, box=(0, 0, 1, 1), **more):
    return Layer(name, Panel(Fill((colour,))), box, **more)


def test_layers_lie_over_each_other_in_their_order():
    (picture,) = shown(
        panel("a", RED), panel("b", GREEN, (0.25, 0, 0.5, 1)), panel("c", (0, 0, 255, 0.5), (0.5, 0, 1, 1))
    )
    assert picture[45, 20].tolist() == [255, 0, 0]
    assert picture[45, 60].tolist() == [0, 255, 0]
    assert np.abs(picture[45, 100].astype(int) - (0, 127, 127)).max() <= 1
    assert np.abs(picture[45, 150].astype(int) - (127, 0, 127)).max() <= 1


def test_edges_between_pixels_are_shared_out():
    (picture,) = shown(panel("a", (0, 0, 0, 1.0)), panel("b", (255, 255, 255, 1.0), (0.503125, 0, 0.4, 1)))  # 80.5 px
    assert picture[45, 79:82, 0].tolist() == [0, pytest.approx(128, abs=2), 255]


def test_a_gradient_runs_from_its_first_colour_to_its_last_without_bands():
    fill = Fill(((0, 0, 0, 1.0), (40, 40, 40, 1.0)), (0.0, 1.0))
    (picture,) = shown(Layer("a", Panel(fill)))
    means = picture[..., 0].mean(axis=0)
    assert means[0] < 1 and means[-1] > 39
    assert np.abs(means - np.linspace(0, 40, SIZE[0])).max() < 0.5  # dithered: between two levels


def test_rounded_corners_borders_and_shadows():
    content = Panel(Fill((RED,)), radius=0.2, border=Border(0.05, GREEN), shadow=Shadow(0.03, 0.1, 1.0))
    (picture,) = shown(panel("a", (255, 255, 255, 1.0)), Layer("b", content, (0.25, 0.2, 0.5, 0.5)))
    assert picture[18, 40].min() > 180, "the corner is cut off"
    assert picture[40, 41].tolist() == [0, 255, 0]
    assert picture[40, 80].tolist() == [255, 0, 0]
    assert picture[68, 80].max() < 130, "its shadow falls below"
    assert picture[5, 80].min() > 240


def test_a_cut_out_person_stands_before_what_is_behind_and_behind_what_is_before():
    person = np.zeros((90, 80, 4), np.uint8)
    person[30:, 20:60] = (10, 200, 30, 255)
    layers = (panel("a", RED), Layer("p", Person("cutout"), (0.25, 0, 0.5, 1)), panel("b", BLUE, (0, 0.8, 1, 0.2)))
    (picture,) = shown(*layers, person=person)
    assert picture[10, 80].tolist() == [255, 0, 0]
    assert picture[50, 80].tolist() == [10, 200, 30]
    assert picture[85, 80].tolist() == [0, 0, 255]


def test_a_person_in_a_circle_is_cropped_to_it():
    person = np.full((120, 120, 3), 200, np.uint8)
    person[:30] = 50  # what the crop leaves out
    content = Person("own", is_round=True, crop=(0.25, 0.25, 0.5, 0.5))
    (picture,) = shown(panel("a", RED), Layer("p", content, (0.25, 0.1, 0.375, 60 / 90)), person=person)
    assert picture[39, 70].tolist() == [200, 200, 200]
    assert picture[10, 41].tolist() == [255, 0, 0]
    assert not (picture == 50).all(axis=2).any()


def test_a_person_who_fills_the_film_is_not_copied():
    person = np.full((90, 160, 3), 77, np.uint8)
    scene = Scene(SIZE, "en", (Layer("p", Person("own")),))
    frames = [Frame(person, 0, 0.0)]
    (frame,) = Stage(scene, SIZE, FPS).filter(scheduled(scene, SAID)).apply(frames)
    assert frame.image.base is person or frame.image is person


@pytest.mark.parametrize("kind", ["fade", "slide", "wipe", "scale"])
def test_what_enters_is_not_there_then_partly_then_whole(kind):
    layer = panel("b", GREEN, (0.2, 0.2, 0.5, 0.5), start=Moment("time", 1.0), enter=Move(kind, 1.0, toward="right"))
    before, during, after = (
        int(each[..., 1].astype(int).sum()) for each in shown(panel("a", RED), layer, times=(0.5, 1.3, 2.5))
    )
    assert before == 0
    assert 0 < during < after


def test_whatever_is_kept_every_frame_looks_as_if_it_was_made_alone():
    person = np.zeros((90, 80, 4), np.uint8)
    person[30:, 20:60] = (10, 200, 30, 128)
    move = Move("slide", 0.5, toward="left")
    layers = (
        panel("a", RED),
        panel("b", GREEN, (0.1, 0.1, 0.5, 0.5), start=Moment("word", words="one"), enter=move, end=Moment("time", 3.0)),
        Layer("p", Person("cutout"), (0.25, 0, 0.5, 1)),
        panel("c", (0, 0, 255, 0.5), (0.5, 0.5, 0.5, 0.5), start=Moment("word", words="two"), enter=Move("fade")),
        Layer("bar", Progress(Fill((BLUE,))), (0, 0.95, 1, 0.05)),
    )
    times = [index / 25 for index in range(100)]
    whole = shown(*layers, times=times, person=person)
    for index in range(0, 100, 7):
        (alone,) = shown(*layers, times=(times[index],), person=person)
        assert np.array_equal(alone, whole[index]), index


def test_progress_is_the_share_of_the_film_that_is_over():
    bar = Layer("bar", Progress(Fill((GREEN,)), RED), (0, 0.9, 1, 0.1))
    quarter, late = shown(bar, times=(0.98, 3.0))
    assert (quarter[85, :, 1] == 255).sum() == pytest.approx(40, abs=2)
    assert (late[85, :, 1] == 255).sum() == pytest.approx(120, abs=2)
    (mirrored,) = shown(Layer("bar", Progress(Fill((GREEN,)), RED, is_mirrored=True), (0, 0.9, 1, 0.1)), times=(1.0,))
    assert mirrored[85, -1].tolist() == [0, 255, 0]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    for name, colour in (("red", (250, 10, 10)), ("blue", (10, 10, 250))):
        halves = np.full((60, 120, 3), colour, np.uint8)
        halves[:, :60] //= 2
        Image.fromarray(halves).save(folder / f"{name}.png")
    frames = (Frame(np.full((128, 128, 3), (0, 10 * index, 0), np.uint8), index, index / 25) for index in range(25))
    write_film(frames, np.zeros(48000, np.float32), folder / "roll.mp4", FilmSettings(128, 128, crf=4))
    return folder


def test_a_picture_covers_its_box_or_is_contained_in_it(files):
    source = Source(str(files / "red.png"))
    box = (0, 0, 0.5, 80 / 90)  # 80x80
    (covered,) = shown(Layer("a", Picture(source, Framed(focus=(1.0, 0.5))), box))
    assert covered[40, 5, 0] > 240, "the right half stays seen"
    (contained,) = shown(Layer("a", Picture(source, Framed("contain", (0.5, 0.0))), box))
    assert contained[20, 60, 0] > 240
    assert contained[60].max() == 0
    (grey,) = shown(Layer("a", Picture(source, Framed(grey=1.0, dim=0.5)), box))
    assert np.ptp(grey[40, 60].astype(int)) <= 1
    assert grey[40, 60, 0] < 100


def test_slides_change_at_their_times(files):
    slides = Slides((Source(str(files / "red.png")), Source(str(files / "blue.png"))), fade=0.4)
    first, mixed, second = shown(Layer("s", slides), times=(1.0, 2.18, 3.0))
    assert (first[40, 120, 0] > 240, second[40, 120, 2] > 240) == (True, True)
    assert 40 < mixed[40, 120, 0] < 220


def test_a_film_goes_round_in_its_frame(files):
    film = Layer("f", Film(Source(str(files / "roll.mp4")), Framed(is_round=True), start=0.2), (0, 0, 0.5, 80 / 90))
    early, late, again = shown(film, times=(0.0, 0.4, 1.4))
    assert early[40, 40, 1] == pytest.approx(50, abs=6)
    assert late[40, 40, 1] == pytest.approx(150, abs=6)
    assert abs(int(again[40, 40, 1]) - int(late[40, 40, 1])) <= 2
    assert late[2, 2, 1] == 0


def place(width, height):
    return Place(0.0, 0.0, width, height, 1000.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Made to last a lifetime", "en"), ("为一生而设计的背包", "zh"), ("حقيبة تدوم مدى الحياة", "ar")],
)
def test_letters_are_as_large_as_their_box_allows(text, language, request):
    if language == "zh":
        request.getfixturevalue("chinese_letters")
    letters = Letters(largest=0.1, smallest=0.02)
    fonts = fonts_for(text, letters, language)
    large, small = (fitted(text, letters, place(*box), fonts) for box in ((2000, 200), (300, 120)))
    assert (large.size, len(large.lines), large.fits) == (100.0, 1, True)
    assert small.size < large.size and small.fits
    assert small.height(letters.spacing) <= 120.5
    assert not fitted(text, letters, place(60, 20), fonts).fits
    drawn = text_sprite(small, letters, place(300, 120), fonts)
    edge = 0.3 * small.size
    assert drawn.left >= -edge and drawn.window[2] <= 300 + edge
    assert drawn.cover.max() == 255


def test_a_text_has_no_more_lines_than_it_may():
    letters = Letters(largest=0.1, smallest=0.01, lines=1)
    fonts = fonts_for("One two three four", letters, "en")
    found = fitted("One two three four", letters, place(300, 400), fonts)
    assert (len(found.lines), found.fits) == (1, True)


def test_texts_stand_where_they_are_aligned():
    ends = {}
    for align in ("left", "centre", "right"):
        letters = Letters(align=align)
        fonts = fonts_for("Hi", letters, "en")
        sprite = text_sprite(fitted("Hi", letters, place(600, 100), fonts), letters, place(600, 100), fonts)
        ends[align] = (sprite.left, sprite.window[2])
    assert ends["left"][0] < 20
    assert abs(sum(ends["centre"]) - 600) < 20
    assert ends["right"][1] > 580


def test_bullets_stand_one_below_the_other_with_their_markers_at_the_right_side():
    content = Bullets((Bullet("Light"), Bullet("Keeps water cold for a whole day"), Bullet("Cheap")), Letters())
    for marker in ("dot", "check", "dash", "number", "none"):
        drawn = bullets(replace(content, marker=marker), place(400, 400), "en")
        assert [each.top for each in drawn] == sorted(each.top for each in drawn)
        assert all(upper.window[3] <= lower.top + 12 for upper, lower in pairwise(drawn))
        right = replace(content, marker=marker, letters=Letters(align="right"))
        assert max(each.window[2] for each in bullets(right, place(400, 400), "en")) >= 385


def test_a_lower_third_has_both_its_texts_on_its_plate():
    content = LowerThird("Ana Li", "Head of design", Fill(((0, 0, 0, 1.0),)), RED, Letters(largest=0.2, smallest=0.05))
    (picture,) = shown(panel("a", GREEN), Layer("t", content, (0.1, 0.5, 0.8, 0.3)))
    plate = picture[45:72, 16:144]
    assert (plate[:, :2, 0] > 200).any(), "its bar"
    assert (plate[:14].min(axis=2) > 200).any() and (plate[16:].min(axis=2) > 120).any(), "title and subtitle"
