"""`avatar timeline`: what its commands print and write, and where they say no."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from avatar.score.document import write_document
from tests.scores import HELLO, moving


def toml(shell):
    return (shell.folder / "hello.toml").read_text("utf-8")


def test_a_clip_is_exported_to_a_file_beside_it(shell, clip):
    assert shell.prints("timeline", "export", "hello.mp4") == "hello.toml\n"
    assert 'clip = "hello.mp4"' in toml(shell)
    assert '[1.3000, 1.4000, "b",   "open vowel"],' in toml(shell)


def test_json_counts_what_was_exported(shell, clip):
    told = shell.tells("timeline", "export", "hello.json", "--format", "labels")
    assert told == {
        "format": "labels",
        "files": ["hello.words.txt", "hello.phones.txt", "hello.visemes.txt", "hello.cues.txt"],
        **{"seconds": 2.0, "words": 2, "phones": 7, "cues": 2},
    }


@pytest.mark.parametrize(
    ("kind", "name"), [("textgrid", "hello.TextGrid"), ("livelink", "hello.csv"), ("arkit", "hello.arkit.json")]
)
def test_each_format_has_its_ending(shell, clip, kind, name):
    assert shell.prints("timeline", "export", "hello.mp4", "--format", kind) == f"{name}\n"
    assert (shell.folder / name).stat().st_size > 500


def test_the_motion_is_that_of_the_clip(shell, clip):
    shell("timeline", "export", "hello.mp4", "--format", "arkit")
    told = json.loads((shell.folder / "hello.arkit.json").read_text("utf-8"))
    assert np.allclose(told["head"], moving(HELLO).motion[:, 53:59], atol=1e-4)


def test_what_was_edited_is_not_written_over(shell, clip):
    shell("timeline", "export", "hello.mp4")
    assert shell.refuses("timeline", "export", "hello.mp4") == (
        "The file 'hello.toml' is there already; edit that one, or say where to with -o."
    )
    assert "clip's own timeline" in shell.refuses("timeline", "export", "hello.mp4", "-o", "hello.json")
    assert "--force" in shell.refuses("timeline", "export", "hello.mp4", "-o", "hello.toml")
    assert shell.prints("timeline", "export", "hello.mp4", "-o", "hello.toml", "--force") == "hello.toml\n"


def test_without_changes_it_is_looked_at_only(shell, clip):
    shell("timeline", "export", "hello.mp4")
    before = toml(shell)
    done = shell("timeline", "edit", "hello.toml")
    assert (done.code, done.out, toml(shell)) == (0, "hello.toml\n", before)
    assert "the sound 'b' is shown as 'open vowel'" in done.err


def test_changes_are_made_and_told(shell, clip):
    words = ["--set", "phones.5.viseme=rhotic", "--add", "smile@0.7*1.5", "--remove", "cues.1", "--quiet"]
    assert shell.prints("timeline", "edit", "hello.mp4", *words) == "hello.toml\n"
    assert '[1.0000, 1.0800, "b",   "rhotic"],' in toml(shell)
    assert '[0.7000, "smile",      1.5],' in toml(shell)
    assert '"nod"' not in toml(shell)
    shell.prints("timeline", "edit", "hello.toml", "--shift", "0.1", "--after", "0.95", "--quiet")
    assert '[1.1000, 1.5000, "Bob"],' in toml(shell)


def test_tiers_of_another_program_are_taken_over(shell, clip):
    shell("timeline", "export", "hello.mp4")
    shell("timeline", "export", "hello.mp4", "--format", "textgrid")
    grid = shell.folder / "hello.TextGrid"
    grid.write_text(grid.read_text("utf-8").replace('mark = "nod 0.5"', 'mark = "frown 2"'), encoding="utf-8")
    shell.prints("timeline", "edit", "hello.toml", "--take", "hello.TextGrid", "-o", "new.toml", "--quiet")
    assert '[0.9500, "frown",      2.0],' in (shell.folder / "new.toml").read_text("utf-8")
    (shell.folder / "cues.txt").write_text("0.300000\t0.300000\tblink\n")
    shell.prints("timeline", "edit", "hello.toml", "--take", "cues.txt", "--tier", "cues", "--quiet")
    assert '[0.3000, "blink", 1.0],' in toml(shell)


def test_every_mistake_is_listed_with_its_line(shell, clip):
    shell("timeline", "export", "hello.mp4")
    text = toml(shell).replace('"glottal"', '"glotal"').replace('[1.0000, 1.4000, "Bob"]', '[0.8, 1.4000, "Bob"]')
    (shell.folder / "hello.toml").write_text(text, encoding="utf-8")
    done = shell("timeline", "edit", "hello.toml")
    assert (done.code, done.out) == (2, "")
    first, second, last = done.err.splitlines()
    assert first.startswith("avatar: hello.toml, line ")
    assert "begins at 0.8 s, before 'Hello' of line" in first
    assert second.endswith("there is no viseme 'glotal'; write 'glottal'.")
    assert last == "avatar: hello.toml has 2 faults; correct them, and look again."
    assert "avatar timeline edit hello.toml lists them" not in done.err
    refused = shell("timeline", "render", "hello.toml")
    assert (refused.code, refused.err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "phones.5"], "is not like phones.14.start=2.7"),
        (["--set", "phones.99.start=1"], "no line 99 of phones; there are 7"),
        (["--add", "nod"], "is not like nod@1.2 or smile@3*0.5"),
        (["--add", "dance@1"], "there is no cue 'dance'"),
        (["--remove", "cues"], "'cues' is not like cues.1"),
        (["--shift", "1"], "after the end of the clip"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(shell, clip, words, said):
    done = shell("timeline", "edit", "hello.mp4", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not (shell.folder / "hello.toml").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["render", "hello.toml", "--voice", "emma"], "--voice"),
        (["render", "no.toml"], "no.toml"),
        (["render", "bare.toml"], "names no clip whose sound could be used; give the sound with --audio"),
        (["render", "bare.toml", "--audio", "no.wav"], "no.wav"),
        (["render", "mute.toml", "--audio", "no.wav"], "no sounds in this timeline"),
        (["export", "bare.toml", "--format", "livelink"], "does not say how the face moves"),
        (["export", "bare.toml", "--format", "xml"], "There is no format 'xml'"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(shell, clip, words, said):
    Path("bare.toml").write_text('phones = [[0.5, 0.7, "a"]]')
    Path("mute.toml").write_text("phones = []")
    assert said in shell.refuses("timeline", *words)


def test_on_a_terminal_it_is_opened_in_ones_editor(shell, clip, monkeypatch):
    monkeypatch.setattr("avatar.cli.editor.is_interactive", lambda: True)
    monkeypatch.setenv("EDITOR", "sed -i s/emma/amara/")
    monkeypatch.delenv("VISUAL", raising=False)
    assert shell("timeline", "edit", "hello.mp4").out == "hello.toml\n"
    assert 'voice = "amara"' in toml(shell)
    monkeypatch.setenv("EDITOR", "no-such-editor")
    done = shell("timeline", "edit", "hello.toml")
    assert (done.code, done.out) == (4, "")
    assert "The editor 'no-such-editor' does not run" in done.err


def test_the_timeline_as_json_comes_back(shell):
    (shell.folder / "a.json").write_text(write_document(replace(HELLO, voice="")), encoding="utf-8")
    assert shell.tells("timeline", "edit", "a.json", "--quiet") == {
        "file": "a.json",
        **{"seconds": 2.0, "words": 2, "phones": 7, "cues": 2},
    }
