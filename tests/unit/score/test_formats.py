"""Files of every format: where they lie, what they are told by, and that a clip is found again."""

import codecs
from dataclasses import replace

import pytest

from avatar.errors import InputError, OutputError
from avatar.score.formats import export, format_of, read_draft, read_score, write_score
from avatar.score.textgrid import write_textgrid
from tests.scores import HELLO


def test_a_format_is_told_by_the_ending(tmp_path):
    names = {"a.toml": "toml", "a.TextGrid": "textgrid", "a.txt": "labels", "a.csv": "livelink", "a.json": "json"}
    assert {name: format_of(tmp_path / name) for name in names} == names
    assert format_of(tmp_path / "a.arkit.json") == "arkit"


def test_labels_go_into_a_file_per_tier_or_into_the_one_that_is_named(tmp_path):
    many = write_score(HELLO, tmp_path / "a.txt", "labels")
    assert [each.name for each in many] == ["a.words.txt", "a.phones.txt", "a.visemes.txt", "a.cues.txt"]
    (one,) = write_score(HELLO, tmp_path / "b.txt", "labels", ["phones"])
    assert one.read_text("utf-8").startswith("0.400000\t0.450000\th\n")
    assert len(read_draft(tmp_path / "a.words.txt").words) == 2
    assert len(read_draft(one, "phones").phones) == 7
    with pytest.raises(InputError, match=r"b\.txt does not say which tier it is; call it x\.TIER\.txt"):
        read_draft(one)


def test_a_clip_is_named_from_where_the_file_lies(tmp_path):
    (tmp_path / "cut").mkdir()
    score = replace(HELLO, clip=str(tmp_path / "hello.mp4"))
    write_score(score, tmp_path / "cut" / "a.toml", "toml")
    assert 'clip = "../hello.mp4"' in (tmp_path / "cut" / "a.toml").read_text("utf-8")
    assert (tmp_path / "cut" / read_score(tmp_path / "cut" / "a.toml").clip).resolve() == tmp_path / "hello.mp4"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_praat_may_save_as_utf_16(tmp_path, mark):
    encoding = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    place = tmp_path / "a.TextGrid"
    place.write_bytes(mark + write_textgrid(HELLO).encode(encoding))
    assert read_score(place).words == HELLO.words


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", "a.json is not JSON"),
        ("a.json", "{}", "a.json is not a timeline of the schema 'avatar.timeline/1'"),
        ("a.json", '{"schema": "avatar.timeline/1", "words": []}', "a.json is not a whole timeline"),
        (
            "a.json",
            f'{{"schema": "avatar.timeline/1", "words": [{{"start": {10**400}, "end": 1, "text": "a"}}]}}',
            r"a.json is not a whole timeline \(OverflowError",
        ),
        ("a.toml", "words = [", "a.toml cannot be read"),
        ("a.TextGrid", "words", "line 1: it ends too early"),
        ("a.TextGrid", 'File type = "x"\nObject class = "TextGrid"', "is not a TextGrid of Praat"),
        ("a.words.txt", "0 1 hello", "line 1: a label is a start, an end and a text with tabs between"),
        ("a.csv", "Timecode", "a.csv is no timeline that can be read back"),
    ],
)
def test_what_is_no_timeline_is_refused_with_a_reason(tmp_path, name, content, said):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_score(tmp_path / name)


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match=r"There is no clip .*a\.mp4"):
        read_score(tmp_path / "a.mp4")
    with pytest.raises(InputError, match=r"a\.toml' cannot be read \(No such file"):
        read_score(tmp_path / "a.toml")
    with pytest.raises(OutputError, match="cannot be written"):
        write_score(HELLO, tmp_path / "no" / "a.toml", "toml")
    with pytest.raises(InputError, match="There is no format 'xml'; use one of toml, json"):
        export(HELLO, "xml")
