"""`avatar voice install`, `try` and `remove`, as somebody at a shell meets them."""

from __future__ import annotations

import hashlib
import io
import tarfile
from dataclasses import replace

import pytest

from avatar.downloads.entry import Download, Entry, Expected, Package, Piece
from avatar.runtime.folders import shipped
from avatar.speech import shop
from tests.file_server import FileServer, Mishap

STYLE = shipped("voices") / "af_heart" / "style.bin"


def packed(content):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tarred:
        info = tarfile.TarInfo("package/voices/nova.bin")
        info.size = len(content)
        tarred.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def expected(content):
    return Expected(len(content), hashlib.sha256(content).hexdigest())


@pytest.fixture
def server(shell):
    """A registry of npm with one package, which the home's settings name."""
    with FileServer() as server:
        server.files["/styles/-/styles-1.0.0.tgz"] = packed(STYLE.read_bytes())
        shell.home.mkdir()
        (shell.home / "config.toml").write_text(f'[downloads]\nnpm = "{server.url}"\n')
        yield server


@pytest.fixture
def entries(server, monkeypatch):
    content = server.files["/styles/-/styles-1.0.0.tgz"]
    download = Download(
        "styles-1.0.0.tgz", expected(content), package=Package("npm", "styles", "1.0.0", "styles-1.0.0.tgz")
    )
    piece = Piece("style.bin", download, "package/voices/nova.bin", expected(STYLE.read_bytes()))
    about = {"gender": "female", "options": {"style": "style.bin"}}
    free = Entry("nova", "voice", "kokoro", "Apache-2.0", "yes", (piece,), "en-US", description="Nova", about=about)
    bound = replace(free, name="bound", licence="CC-BY-NC-4.0", commercial="no", note="For trials.")
    later = replace(free, name="later", engine="gramophone", about={"gender": "male"})
    monkeypatch.setattr(shop, "available", lambda: (free, bound, later))
    return free, bound, later


def test_what_can_be_had_is_listed_with_its_size_licence_and_whether_it_is_here(shell, entries):
    lines = shell.lines("voice", "list", "--available", "--lang", "en", "--engine", "kokoro")
    assert [line[0] for line in lines] == ["nova", "bound"]
    assert lines[0][1:4] == ["en-US", "female", "kokoro"]
    assert lines[1][5] == "CC-BY-NC-4.0 (agree)"
    shell("voice", "install", "nova")
    assert shell.lines("voice", "list", "--available")[0][6] == "here"
    told = shell.tells("voice", "list", "--available")["voices"][0]
    assert (told["name"], told["is_here"], told["commercial"]) == ("nova", True, "yes")
    assert told["files"][0]["from"] == "npm styles 1.0.0"
    assert len(told["files"][0]["sha256"]) == 64


def test_what_is_installed_is_a_voice_with_its_card(shell, entries):
    done = shell("voice", "install", "nova")
    assert done.code == 0
    assert done.out == f"{shell.home / 'voices' / 'nova'}\n"
    assert "nova: Apache-2.0 (commercial use is allowed)" in done.err
    assert "nova" in [line[0] for line in shell.lines("voice", "list", "--lang", "en")]
    card = shell.tells("voice", "show", "nova")
    assert card["licence"] == "Apache-2.0"
    assert card["files"] == {"style.bin": hashlib.sha256(STYLE.read_bytes()).hexdigest()}
    assert card["source"] == "npm styles 1.0.0: package/voices/nova.bin"


def test_json_tells_what_was_installed_and_nothing_else(shell, entries):
    (told,) = shell.tells("voice", "install", "nova", "--quiet")["installed"]
    assert told["name"] == "nova"
    assert told["size"] > 522_240
    (gone,) = shell.tells("voice", "remove", "nova", "--yes")["removed"]
    assert (gone["name"], gone["kept"]) == ("nova", [])


def test_a_licence_that_binds_is_agreed_to_by_its_name_or_the_voices(shell, entries, server):
    told = shell.refuses("voice", "install", "nova", "bound", code=3)
    assert "under the licence 'CC-BY-NC-4.0': not for commercial use" in told
    assert "--accept-licence bound" in told
    assert server.asked == []
    assert shell("voice", "install", "bound", "--accept-licence", "CC-BY-NC-4.0").code == 0
    assert shell("voice", "remove", "bound", "--yes").code == 0
    done = shell("voice", "install", "bound", "--accept-licence", "bound")
    assert done.code == 0
    assert "For trials." in done.err
    assert "not for commercial use" in shell.tells("voice", "show", "bound")["licence"]


def test_without_its_engine_a_voice_is_there_and_says_what_it_lacks(shell, entries):
    done = shell("voice", "install", "later")
    assert done.code == 0
    assert "It cannot speak yet" in done.err
    assert "gramophone" in done.err


def test_a_name_that_cannot_be_had_or_is_here_is_told(shell, entries):
    assert "Did you mean nova" in shell.refuses("voice", "install", "nove")
    shell("voice", "install", "nova")
    done = shell("voice", "install", "nova")
    assert (done.code, done.out) == (2, "")
    assert "'nova' is installed already" in done.err


def test_a_corrupted_download_is_refused_and_nothing_is_left(shell, entries, server):
    server.always = Mishap(is_corrupt=True)
    done = shell("voice", "install", "nova", "--quiet")
    assert done.code == 4
    assert "is corrupted" in done.err
    assert not (shell.home / "voices").exists()
    left = [path.name for path in shell.home.rglob("*") if path.is_file()]
    assert sorted(left) == [".lock", "config.toml"]


def test_files_that_were_brought_need_no_network(shell, entries, server):
    (shell.folder / "nova.bin").write_bytes(STYLE.read_bytes())
    assert shell("voice", "install", "nova", "--from", "nova.bin").code == 0
    assert server.asked == []
    assert shell("voice", "show", "nova").code == 0


def test_only_what_was_installed_is_removed_and_after_agreement(shell, entries):
    shell("voice", "install", "nova")
    told = shell.refuses("voice", "remove", "nova")
    assert "add --yes" in told
    assert "was not installed by `avatar voice install`" in shell.refuses("voice", "remove", "emma", "--yes")
    assert "was not installed" in shell.refuses("voice", "remove", "../keys", "--yes")
    assert shell.prints("voice", "remove", "nova", "--yes") == "nova removed, 523 kB\n"
    assert "There is no voice 'nova'" in shell.refuses("voice", "show", "nova")


def test_a_card_that_was_changed_is_kept_aside(shell, entries):
    shell("voice", "install", "nova")
    card = shell.home / "voices" / "nova" / "card.toml"
    card.write_text(card.read_text().replace("Nova", "My Nova"))
    done = shell("voice", "remove", "nova", "--yes")
    assert "card.toml.kept was changed or added since, and stays" in done.err
    assert "My Nova" in card.with_name("card.toml.kept").read_text()
    assert shell("voice", "list").err == ""


def test_settings_that_are_none_are_told(shell, entries):
    (shell.home / "config.toml").write_text('[downloads]\nmirrors = ["https://a.example/"]\n')
    assert "write what an address begins with" in shell("voice", "install", "nova").err


@pytest.mark.slow
def test_a_voice_is_tried_with_a_sentence_of_its_language_and_all_marks(shell, entries):
    shell("voice", "install", "nova")
    told = shell.tells("voice", "try", "nova", "-o", "nova.wav")
    assert told["audio"] == "nova.wav"
    assert told["voices"] == ["nova"]
    assert told["label"]
    assert shell("verify", "nova.wav").code == 0


@pytest.mark.slow
def test_without_a_place_it_is_tried_into_a_file_of_its_own(shell):
    from pathlib import Path

    told = shell.tells("voice", "try", "james", "Hello.")
    assert Path(told["audio"]).name == "james.wav"
    assert Path(told["audio"]).is_file()


def test_a_voice_that_is_not_there_cannot_be_tried(shell):
    assert "There is no voice 'nobody'" in shell.refuses("voice", "try", "nobody")
