"""`avatar portrait`: who can be shown, whether a photo suits, and what is kept of it."""

import json
import math
import shutil

import pytest
from PIL import Image

from avatar.portrait.cards import PortraitCard, file_digest, write_card
from avatar.runtime.folders import shipped

SHIPPED = sorted(path.parent.name for path in shipped("portraits").glob("*/portrait.jpg"))


@pytest.fixture
def keep_card(shell, me):
    """Keep a portrait as `avatar portrait enroll` does, without taking it apart."""

    def keep(name="ana", **facts):
        folder = shell.home / "portraits" / name
        folder.mkdir(parents=True)
        shutil.copy(me, folder / "portrait.png")
        picture = folder / "portrait.png"
        write_card(PortraitCard(name=name, path=picture, sha256=file_digest(picture), **facts))
        return folder

    return keep


def lines(shell):
    """Give what is listed; a portrait that nobody has authorized is listed too, and warned of."""
    return [line.split("\t") for line in shell("portrait", "list").out.splitlines()]


def names(shell):
    return [line[0] for line in lines(shell)]


def sign(shell, photo):
    assert shell("consent", "sign", photo, "--self", "--yes").code == 0


def test_a_line_has_three_fields_and_json_the_same_portraits(shell, keep_card):
    keep_card(description="Ana\tat her desk")
    sign(shell, "me.png")
    listed = shell.lines("portrait", "list")
    assert {len(line) for line in listed} == {3}
    assert [line[0] for line in listed] == [each["name"] for each in shell.tells("portrait", "list")["portraits"]]
    assert {line[0]: line[1] for line in listed} == {"ana": "enrolled"} | dict.fromkeys(SHIPPED, "shipped")


def test_a_portrait_that_nobody_has_authorized_is_listed_with_a_warning_and_both_cures(shell, keep_card):
    keep_card()
    done = shell("portrait", "list", "--json")
    assert [each["name"] for each in json.loads(done.out)["portraits"]] == ["ana", *SHIPPED]
    assert done.err.startswith("avatar: The portrait 'ana' is not authorized")
    assert done.err.count("\n") == 1
    assert "avatar consent sign ana --self" in done.err
    assert "avatar portrait remove ana" in done.err


def test_what_was_enrolled_comes_before_what_is_shipped(shell, keep_card):
    keep_card("zoe")
    keep_card("ada")
    assert names(shell) == ["ada", "zoe", *SHIPPED]


def test_a_card_is_shown_in_fields_and_as_one_object(shell, keep_card):
    keep_card(subject="Ana Li", licence="mine")
    told = shell.tells("portrait", "show", "ana")
    assert (told["name"], told["subject"], told["is_shipped"]) == ("ana", "Ana Li", False)
    lines = shell.prints("portrait", "show", "ana").splitlines()
    assert "subject: Ana Li" in lines
    assert not [line for line in lines if line.startswith(("description:", "face:"))], "what is empty is left out"


@pytest.mark.parametrize("name", ["xiaochen", "xiaochen.jpg", "xiaochen.PNG"])
def test_a_name_may_carry_the_ending_of_a_picture(shell, name):
    assert shell.tells("portrait", "show", name)["name"] == "xiaochen"


def test_a_portrait_of_ones_own_goes_before_the_shipped_one_of_its_name(shell, keep_card):
    keep_card("xiaochen")
    assert shell.tells("portrait", "show", "xiaochen")["is_shipped"] is False


NOBODY = ["", "nobody", ".", "..", "../portraits/xiaochen", "xiaochen/", "XIAOCHEN", "*", "x" * 300]


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["show", "remove"])
@pytest.mark.parametrize("name", NOBODY, ids=lambda name: name[:24])
def test_a_name_of_nobody_is_named_beside_those_that_are_there(shell, keep_card, verb, name):
    keep_card()
    told = shell.refuses("portrait", verb, name)
    assert f"There is no portrait named {name!r}; there are: ana, {', '.join(SHIPPED)}." == told
    assert names(shell) == ["ana", *SHIPPED]


def test_what_is_removed_is_forgotten_without_a_word(shell, keep_card):
    folder = keep_card()
    digest = shell.tells("portrait", "show", "ana")["sha256"]
    made = shell.home / "portraits" / ".cache" / digest
    made.mkdir(parents=True)
    (made / "apart.npz").write_bytes(b"taken apart")
    assert shell.prints("portrait", "remove", "ana") == ""
    assert not folder.exists()
    assert not made.exists(), "nor is what was made of the photo kept"
    assert names(shell) == SHIPPED


def test_the_users_own_photo_is_not_removed_with_its_copy(shell, keep_card, me):
    keep_card()
    shell.prints("portrait", "remove", "ana")
    assert me.exists()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_portrait_cannot_be_removed(shell, name):
    assert f"The portrait {name!r} comes with avatar" in shell.refuses("portrait", "remove", name)
    assert (shipped("portraits") / name / "portrait.jpg").is_file()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("name = ", "cannot be read"),
        ('name = "broken"', "it needs name, file and sha256"),
        ('name = "broken"\nfile = "../../me.png"\nsha256 = "' + "0" * 64 + '"', "'../../me.png'"),
        ('name = "broken"\nfile = "portrait.png"\nsha256 = "zz"', "cannot be read"),
        ('name = "a/b"\nfile = "portrait.png"\nsha256 = "' + "0" * 64 + '"', "'a/b'"),
    ],
)
def test_a_card_that_cannot_be_read_is_a_warning_and_the_others_are_listed(shell, content, word):
    folder = shell.home / "portraits" / "broken"
    folder.mkdir(parents=True)
    (folder / "card.toml").write_text(content)
    done = shell("portrait", "list", "--json")
    assert done.code == 0
    assert [each["name"] for each in json.loads(done.out)["portraits"]] == SHIPPED
    assert done.err.startswith("avatar: ")
    assert done.err.count("\n") == 1
    assert word in done.err


def test_a_picture_that_was_exchanged_is_not_used(shell, keep_card):
    folder = keep_card()
    Image.new("RGB", (300, 300), "grey").save(folder / "portrait.png")
    for words in (["check", "ana"], ["check", "ana", "--json"]):
        assert "ana" in shell.refuses("portrait", *words)


@pytest.mark.slow
def test_a_check_gives_a_verdict_and_says_why_in_words_and_as_one_object(shell, me):
    lines = shell.lines("portrait", "check", me)
    (*rows, (verdict,)) = lines
    assert {len(row) for row in rows} == {4}
    assert verdict == "me.png: usable"
    told = shell.tells("portrait", "check", me)
    assert told["verdict"] == "usable"
    assert [(item["verdict"], item["name"], item["why"]) for item in told["items"]] == [
        (row[0], row[1], row[3]) for row in rows
    ]
    assert {item["verdict"] for item in told["items"]} <= {"good", "usable", "poor"}
    assert all(item["why"].endswith(".") for item in told["items"])
    assert not list(shell.home.rglob("*.npz")), "nothing is kept of a photo that was only looked at"
    assert set(shell.files()) == {"me.png"}


@pytest.mark.slow
def test_a_photo_without_a_face_is_poor_and_ends_with_2(shell):
    Image.new("RGB", (400, 400), "grey").save("wall.png")
    out = shell.prints("portrait", "check", "wall.png", code=2)
    assert out.endswith("wall.png: poor\n")
    told = shell.tells("portrait", "check", "wall.png", code=2)
    assert told["verdict"] == "poor"
    assert not any(isinstance(item["value"], float) and math.isnan(item["value"]) for item in told["items"])


def test_the_face_that_is_asked_for_has_to_be_there(shell, me):
    told = shell.tells("portrait", "check", me, "--face", "2", code=2)
    (item,) = told["items"]
    assert (item["name"], item["value"]) == ("face", None)
    assert item["why"].startswith("Face 2 was asked for")


BAD = [
    ("nowhere.png", "'nowhere.png'"),
    ("notes.txt", "'notes.txt' is not a picture that can be read"),
    ("half.png", "'half.png'"),
    ("empty.jpg", "'empty.jpg'"),
    (".", "'.'"),
]


@pytest.fixture
def odd(shell, me):
    (shell.folder / "notes.txt").write_text("Hello.")
    (shell.folder / "half.png").write_bytes(me.read_bytes()[:2000])
    (shell.folder / "empty.jpg").write_bytes(b"")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "word"), BAD)
@pytest.mark.parametrize(
    "words",
    [["check"], ["check", "--json"], ["enroll", "--name", "ana"], ["enroll", "-n", "ana", "--quiet"]],
    ids=" ".join,
)
def test_what_is_no_photo_is_named_and_nothing_is_kept(shell, odd, words, name, word):
    assert word in shell.refuses("portrait", words[0], name, *words[1:])
    assert names(shell) == SHIPPED


def test_a_photo_that_nobody_has_authorized_is_not_taken_apart(shell, me):
    told = shell.refuses("portrait", "enroll", me, code=3)
    assert "avatar consent sign me.png --self" in told
    assert names(shell) == SHIPPED
    assert not list(shell.home.rglob("*.npz"))


@pytest.mark.slow
def test_a_photo_without_a_face_is_not_enrolled(shell):
    Image.new("RGB", (400, 400), "grey").save("wall.png")
    sign(shell, "wall.png")
    assert "wall.png" in shell.refuses("portrait", "enroll", "wall.png")
    assert names(shell) == SHIPPED


@pytest.mark.slow
def test_a_name_that_a_folder_cannot_have_is_refused_before_any_work(shell, me):
    sign(shell, me)
    for name in ("", "a/b", "a\\b", ".hidden", "..", " ana", "ana ", "a\nb", "a\x1bb", "a\u202eb", "x" * 201):
        assert "A portrait cannot be named" in shell.refuses("portrait", "enroll", me, "--name", name)
    assert not (shell.home / "portraits" / ".cache").exists()


@pytest.mark.slow
def test_an_enrolled_photo_is_found_by_its_name(shell, warm):
    warm(shell.home, "xiaochen")
    source = shipped("portraits") / "xiaochen" / "portrait.jpg"
    assert shell.prints("portrait", "enroll", source, "--name", "小陈 2") == "小陈 2\n"
    told = shell.tells("portrait", "enroll", source, "--name", "two", "--quiet")
    assert (told["name"], told["is_shipped"], told["face"]) == ("two", False, None)
    assert told == shell.tells("portrait", "show", "two")
    assert names(shell)[:2] == ["two", "小陈 2"]
    assert source.is_file()


@pytest.mark.slow
def test_a_photo_is_called_after_its_file(shell, warm):
    warm(shell.home, "xiaochen")
    shutil.copy(shipped("portraits") / "xiaochen" / "portrait.jpg", "Ana Li.jpg")
    assert shell.prints("portrait", "enroll", "Ana Li.jpg") == "Ana Li\n"
    assert shell.prints("portrait", "enroll", "Ana Li.jpg") == "Ana Li\n", "again it replaces itself"
    assert names(shell) == ["Ana Li", *SHIPPED]


def test_a_portrait_is_written_as_a_model_and_it_is_said_what_others_cannot_see_of_it(shell):
    done = shell("portrait", "export", "xiaochen", "--glb", "-o", "x.glb", "--size", "160x128")
    assert (done.code, done.out) == (0, "x.glb\n")
    assert "gaze" in done.err
    assert "photo" in done.err
    assert (shell.folder / "x.glb").read_bytes()[:4] == b"glTF"
    told = shell.tells("portrait", "export", "xiaochen", "--glb", "-o", "y.glb", "--size", "160x128")
    assert told["bytes"] == (shell.folder / "y.glb").stat().st_size
    assert len(told["beyond"]) == 2


def test_what_cannot_be_exported_is_told(shell, me):
    assert "--glb" in shell.refuses("portrait", "export", "xiaochen", "-o", "x.glb")
    assert ".glb" in shell.refuses("portrait", "export", "xiaochen", "--glb", "-o", "x.obj")
    assert "width" in shell.refuses("portrait", "export", "xiaochen", "--glb", "-o", "x.glb", "--size", "big")
    assert "nobody" in shell.refuses("portrait", "export", "nobody", "--glb", "-o", "x.glb")
    assert "not authorized" in shell.refuses("portrait", "export", me, "--glb", "-o", "x.glb", code=3)
