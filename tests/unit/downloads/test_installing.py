"""What is installed is there whole or not at all, and what is removed is what was installed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import threading
import zipfile
from dataclasses import replace

import pytest

from avatar.downloads.entry import Download, Expected, Package, Piece
from avatar.downloads.installing import install
from avatar.downloads.receipts import RECEIPT, changed, remove
from avatar.errors import InputError, NotInstalledError
from tests.file_server import FileServer, Mishap

from .conftest import CONTENT


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def tarball(files):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tarred:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tarred.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def zipped(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_receipt_says_what_it_is_and_where_it_came_from(shop):
    (done,) = shop.install()
    receipt = json.loads((shop.folder / RECEIPT).read_text())
    assert receipt["files"] == {"model.bin": sha256(CONTENT)}
    assert receipt["licence"] == "CC0-1.0"
    assert receipt["sources"]["model.bin"]["sha256"] == sha256(CONTENT)
    assert done.size > len(CONTENT)


def test_what_is_there_is_not_installed_again_nor_what_is_somebodys_own(shop):
    shop.install()
    with pytest.raises(InputError, match="'thing' is installed already"):
        shop.install()
    (shop.folder / RECEIPT).unlink()
    with pytest.raises(InputError, match="a folder of your own"):
        shop.install()


def test_where_it_cannot_be_completed_nothing_is_there(shop, home, way):
    def refuse(_entry, _folder):
        raise InputError("It is no use.")

    with pytest.raises(InputError, match="no use"):
        list(install([shop.entry()], "voices", home, way, refuse))
    assert not shop.folder.exists()
    assert shop.leftovers() == []


def test_what_is_removed_is_what_was_installed(shop):
    shop.install()
    (shop.folder / "mine.txt").write_text("my own")
    (shop.folder / "model.bin").write_bytes(b"changed")
    assert changed(shop.folder) == ("mine.txt", "model.bin")
    removed = remove(shop.folder)
    assert removed.kept == ("mine.txt", "model.bin")
    assert sorted(path.name for path in shop.folder.iterdir()) == ["mine.txt", "model.bin"]


def test_the_folder_goes_with_it_where_nothing_else_is_in_it(shop):
    shop.install()
    assert remove(shop.folder).kept == ()
    assert not shop.folder.exists()


def test_a_checksum_that_nobody_publishes_is_pinned_when_it_first_comes(shop, server):
    (first,) = shop.install(shop.entry(Expected()))
    assert "Nobody publishes a checksum of 'model.bin'" in first.notes[0]
    assert sha256(CONTENT) in first.notes[0]
    remove(shop.folder)
    (second,) = shop.install(shop.entry(Expected()))
    assert second.notes == ()
    remove(shop.folder)
    server.files["/model.bin"] = CONTENT[::-1]
    with pytest.raises(NotInstalledError, match=r"corrupted .*was pinned when it first came.*pins\.json"):
        shop.install(shop.entry(Expected()))
    assert not shop.folder.exists()


def test_where_only_an_md5_is_published_that_is_checked_and_told(shop, server):
    digest = hashlib.md5(CONTENT).hexdigest()
    (done,) = shop.install(shop.entry(Expected(len(CONTENT), md5=digest)))
    assert done.notes == ("'model.bin' was checked by its md5, which is all that its publisher gives.",)
    remove(shop.folder)
    server.always = Mishap(is_corrupt=True)
    with pytest.raises(NotInstalledError, match="its md5 is"):
        shop.install(shop.entry(Expected(len(CONTENT), md5=digest)))


PACKED = {"package/voices/a.bin": b"a" * 1000, "package/voices/b.bin": b"b" * 1000, "package/README": b"read me"}


def of_package(package, content, member, inside):
    download = Download(package.filename, Expected(len(content), sha256(content)), package=package)
    return Piece("style.bin", download, member, Expected(len(inside), sha256(inside)))


def test_a_package_of_npm_is_fetched_once_for_several_entries(shop, server, home, way):
    content = tarball(PACKED)
    package = Package("npm", "voices-js", "1.0.0", "voices-js-1.0.0.tgz")
    server.files["/voices-js/-/voices-js-1.0.0.tgz"] = content
    entries = [
        replace(
            shop.entry(pieces=(of_package(package, content, f"package/voices/{name}.bin", name.encode() * 1000),)),
            name=name,
        )
        for name in "ab"
    ]
    settings = replace(way.settings, npm=server.url)
    done = list(install(entries, "voices", home, replace(way, settings=settings), lambda *_: ()))
    assert [each.name for each in done] == ["a", "b"]
    assert (home.data / "voices" / "b" / "style.bin").read_bytes() == b"b" * 1000
    assert len(server.asked) == 1
    assert not list((home.cache / "downloads").glob("*voices-js*"))


@pytest.mark.parametrize("form", ["json", "html"])
def test_a_package_of_python_is_found_in_its_index(shop, server, form):
    content = zipped({"data/voice.bin": b"voice"})
    package = Package("pypi", "a-voice", "1.0", "a_voice-1.0-py3-none-any.whl")
    server.files["/packages/ab/a_voice-1.0-py3-none-any.whl"] = content
    if form == "json":
        files = [{"filename": package.filename, "url": f"../../packages/ab/{package.filename}#sha256=0"}]
        server.files["/simple/a-voice/"] = json.dumps({"files": files}).encode()
        server.mishaps = [Mishap(headers={"Content-Type": "application/vnd.pypi.simple.v1+json"})]
    else:
        page = f'<html><a href="/packages/ab/{package.filename}#sha256=0">{package.filename}</a></html>'
        server.files["/simple/a-voice/"] = page.encode()
        server.mishaps = [Mishap(headers={"Content-Type": "text/html"})]
    entry = shop.entry(pieces=(of_package(package, content, "data/voice.bin", b"voice"),))
    shop.install(entry, settings=replace(shop.way.settings, pypi=f"{server.url}/simple/"))
    assert (shop.folder / "style.bin").read_bytes() == b"voice"


def test_an_index_without_the_package_is_named(shop, server):
    package = Package("pypi", "a-voice", "1.0", "a_voice-1.0.whl")
    entry = shop.entry(pieces=(of_package(package, b"", "x", b""),))
    with pytest.raises(NotInstalledError, match=r"simple/a-voice/' \(404\) does not have 'a_voice-1.0.whl'"):
        shop.install(entry, settings=replace(shop.way.settings, pypi=f"{server.url}/simple/"))


def whole(server, content, name="/model.zip"):
    server.files[name] = content
    download = Download(name[1:], Expected(), (server.url + name,))
    return (Piece("model", download, "/"),)


@pytest.mark.parametrize("pack", [zipped, tarball])
def test_a_whole_archive_is_unpacked_without_the_folder_that_holds_all(shop, server, pack):
    files = {"top/config.json": b"{}", "top/inner/model.pth": b"weights"}
    shop.install(shop.entry(pieces=whole(server, pack(files))))
    assert (shop.folder / "model" / "config.json").read_bytes() == b"{}"
    assert (shop.folder / "model" / "inner" / "model.pth").read_bytes() == b"weights"
    remove(shop.folder)
    assert not shop.folder.exists()


@pytest.mark.parametrize("pack", [zipped, tarball])
@pytest.mark.parametrize("name", ["../../evil", "top/../../evil", "/etc/evil", "C:evil"])
def test_nothing_of_an_archive_lands_outside_its_folder(shop, server, pack, name):
    with pytest.raises(InputError, match="outside its folder; it is not unpacked"):
        shop.install(shop.entry(pieces=whole(server, pack({"top/fine": b"", name: b"evil"}))))
    assert shop.leftovers() == []
    assert not shop.folder.exists()


def test_a_link_in_an_archive_is_not_followed(shop, server):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tarred:
        link = tarfile.TarInfo("top/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tarred.addfile(link)
        tarred.addfile(tarfile.TarInfo("top/file"))
    shop.install(shop.entry(pieces=whole(server, buffer.getvalue())))
    assert not (shop.folder / "model" / "link").exists()


def test_a_damaged_archive_is_refused(shop, server):
    with pytest.raises(InputError, match=r"The archive .*model.zip' is damaged"):
        shop.install(shop.entry(pieces=whole(server, zipped({"a": b"a" * 999})[:200])))
    assert not shop.folder.exists()


def test_a_download_of_another_process_is_waited_for(shop, server):
    """Two that install the same at once: the second finds it there."""
    server.mishaps = [Mishap(pause=0.01)]
    faults = []

    def attempt():
        try:
            shop.install()
        except InputError as fault:
            faults.append(str(fault))

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (shop.folder / "model.bin").read_bytes() == CONTENT
    assert len(faults) == 1
    assert "installed already" in faults[0]


class TestGiven:
    """Files that somebody brings."""

    @pytest.fixture
    def unreachable(self, server):
        server.always = Mishap(status=404)
        return server

    def test_the_file_itself_whatever_it_is_called(self, shop, unreachable, tmp_path):
        (tmp_path / "brought").write_bytes(CONTENT)
        shop.install(given=tmp_path / "brought")
        assert (shop.folder / "model.bin").read_bytes() == CONTENT
        assert unreachable.asked == []

    def test_a_folder_or_an_archive_with_it(self, shop, unreachable, tmp_path):
        (tmp_path / "box").mkdir()
        (tmp_path / "box" / "model.bin").write_bytes(CONTENT)
        (tmp_path / "box.zip").write_bytes(zipped({"deep/model.bin": CONTENT}))
        for given in (tmp_path / "box", tmp_path / "box.zip"):
            shop.install(given=given)
            assert (shop.folder / "model.bin").read_bytes() == CONTENT
            remove(shop.folder)

    def test_the_package_or_the_file_in_it(self, shop, unreachable, tmp_path):
        content = tarball(PACKED)
        package = Package("npm", "voices-js", "1.0.0", "voices-js-1.0.0.tgz")
        entry = shop.entry(pieces=(of_package(package, content, "package/voices/a.bin", b"a" * 1000),))
        (tmp_path / "voices-js-1.0.0.tgz").write_bytes(content)
        (tmp_path / "a.bin").write_bytes(b"a" * 1000)
        for given in (tmp_path / "voices-js-1.0.0.tgz", tmp_path / "a.bin", tmp_path):
            shop.install(entry, given=given)
            assert (shop.folder / "style.bin").read_bytes() == b"a" * 1000
            remove(shop.folder)

    def test_the_others_of_an_entry_lie_beside_it(self, shop, unreachable, tmp_path):
        parts = {"voice.onnx": b"model", "voice.onnx.json": b"{}"}
        pieces = tuple(
            Piece(name, Download(name, Expected(len(content), sha256(content)), ("https://x.invalid/",)))
            for name, content in parts.items()
        )
        (tmp_path / "voice.onnx").write_bytes(b"model")
        with pytest.raises(InputError, match=r"has no voice\.onnx\.json; 'thing' needs it"):
            shop.install(shop.entry(pieces=pieces), given=tmp_path / "voice.onnx")
        (tmp_path / "voice.onnx.json").write_bytes(b"{}")
        shop.install(shop.entry(pieces=pieces), given=tmp_path / "voice.onnx")
        assert (shop.folder / "voice.onnx.json").read_bytes() == b"{}"

    @pytest.mark.parametrize(
        ("name", "content", "reason"),
        [
            ("model.bin", CONTENT[:-1], "it has 99,999 bytes, and should have 100,000"),
            ("model.bin", b"!" + CONTENT[1:], "its sha256 is"),
            ("box.zip", zipped({"other.bin": CONTENT}), "has no model.bin"),
        ],
    )
    def test_what_is_not_right_is_refused(self, shop, unreachable, tmp_path, name, content, reason):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InputError, match=reason):
            shop.install(given=tmp_path / name)
        assert not shop.folder.exists()

    def test_what_is_not_there_is_named(self, shop, tmp_path):
        with pytest.raises(InputError, match="There is no file"):
            shop.install(given=tmp_path / "nothing")

    def test_what_nobody_can_check_is_told(self, shop, unreachable, tmp_path):
        (tmp_path / "brought").write_bytes(CONTENT)
        (done,) = shop.install(shop.entry(Expected()), given=tmp_path / "brought")
        assert "what was given is believed" in done.notes[0]


def test_a_model_that_is_an_archive_by_nature_is_taken_as_it_is(shop, tmp_path):
    """Weights of torch are zip files."""
    content = zipped({"archive/data.pkl": b"weights"})
    (tmp_path / "model.bin").write_bytes(content)
    shop.install(shop.entry(shop.expected(content)), given=tmp_path / "model.bin")
    assert (shop.folder / "model.bin").read_bytes() == content


def test_a_second_place_serves_where_the_first_is_corrupted_inside(shop, server):
    with FileServer() as second:
        second.files["/model.bin"] = CONTENT
        server.files["/model.bin"] = CONTENT[:-1]
        shop.install(shop.entry(urls=("/model.bin", f"{second.url}/model.bin")))
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_what_a_killed_one_left_is_cleared_and_what_it_had_fetched_is_used(shop, server, home):
    """Killed between the last byte and the last step."""
    half = home.data / ".installing" / "tmp1" / "thing"
    half.mkdir(parents=True)
    (half / "model.bin").write_bytes(b"half")
    server.mishaps = [Mishap(cut_after=50_000), *[Mishap(status=503)] * 3]
    with pytest.raises(NotInstalledError):
        shop.install()
    assert not half.exists()
    (part,) = (home.cache / "downloads").glob("*.part")
    part.with_suffix("").write_bytes(CONTENT)
    asked = len(server.asked)
    shop.install()
    assert len(server.asked) == asked
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_what_was_begun_long_ago_is_thrown_away(shop, server, home):
    server.mishaps = [Mishap(cut_after=50_000), *[Mishap(status=503)] * 3]
    with pytest.raises(NotInstalledError):
        shop.install()
    for left in (home.cache / "downloads").glob("*.part*"):
        os.utime(left, (0, 0))
    shop.install()
    assert server.asked[-1] == ("/model.bin", "")


def test_a_licence_that_was_agreed_to_stands_in_the_receipt(shop):
    shop.install(replace(shop.entry(), licence="CC-BY-NC-4.0", commercial="no"))
    assert json.loads((shop.folder / RECEIPT).read_text())["agreed_to"] == "CC-BY-NC-4.0"
