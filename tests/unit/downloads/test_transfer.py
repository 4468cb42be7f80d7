"""A file is fetched to its end through whatever happens on the way, or refused with the reason."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from avatar.downloads.entry import Expected
from avatar.errors import NotInstalledError, OutputError
from avatar.runtime import environment
from avatar.runtime.network import Network
from tests.file_server import FileServer, Mishap

from .conftest import CONTENT


def ranges(server):
    return [asked for _, asked in server.asked]


def test_a_file_that_is_cut_again_and_again_goes_on_where_it_was_cut(shop, server):
    server.mishaps = [Mishap(cut_after=30_000), Mishap(cut_after=1), Mishap(cut_after=40_000)]
    (done,) = shop.install()
    assert (shop.folder / "model.bin").read_bytes() == CONTENT
    assert ranges(server) == ["", "bytes=30000-", "bytes=30001-", "bytes=70001-"]
    assert server.sent == len(CONTENT)
    assert done.notes == ()
    assert shop.leftovers() == []


def test_what_is_here_counts_in_the_next_run(shop, server):
    server.mishaps = [Mishap(cut_after=60_000), *[Mishap(status=503)] * 3]
    with pytest.raises(NotInstalledError, match=r"answers with an error \(503\).*is kept"):
        shop.install()
    assert not shop.folder.exists()
    shop.install()
    assert ranges(server)[-1] == "bytes=60000-"
    assert server.sent == len(CONTENT)


def test_a_server_that_knows_no_pieces_gives_it_from_the_beginning(shop, server):
    server.mishaps = [Mishap(cut_after=30_000), Mishap(ignores_range=True)]
    shop.install()
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_a_file_that_changed_meanwhile_is_fetched_anew(shop, server):
    """Its ETag is another, so the piece that is here is of no use."""
    newer = CONTENT[::-1]
    server.mishaps = [Mishap(cut_after=50_000), *[Mishap(status=503)] * 3]
    with pytest.raises(NotInstalledError):
        shop.install()
    server.files["/model.bin"] = newer
    shop.install(shop.entry(shop.expected(newer)))
    assert (shop.folder / "model.bin").read_bytes() == newer


def test_pieces_of_two_versions_are_noticed_and_it_is_fetched_in_one(shop, server):
    """Without an ETag only the checksum can tell."""
    server.has_tags = False
    server.files["/model.bin"] = CONTENT[::-1]
    server.mishaps = [Mishap(cut_after=50_000), *[Mishap(status=503)] * 3]
    with pytest.raises(NotInstalledError):
        shop.install()
    server.files["/model.bin"] = CONTENT
    shop.install()
    assert (shop.folder / "model.bin").read_bytes() == CONTENT
    assert ranges(server)[-2:] == ["bytes=50000-", ""]


def test_without_a_checksum_and_an_etag_nothing_is_put_together(shop, server):
    server.has_tags = False
    server.mishaps = [Mishap(cut_after=50_000)]
    shop.install(shop.entry(Expected()))
    assert ranges(server) == ["", ""]


@pytest.mark.parametrize(
    ("mishap", "reason"),
    [
        (Mishap(is_corrupt=True), "corrupted (its sha256 is "),
        (Mishap(length_off_by=5), "has a file of 100,005 bytes there, which should have 100,000"),
        (Mishap(length_off_by=-5), "has a file of 99,995 bytes there"),
        (Mishap(is_endless=True), "gives more than the 100,000 bytes"),
        (Mishap(is_silent=True), "broke off after 0 bytes"),
        (Mishap(status=403), "forbids it (403)"),
        (Mishap(status=404), "does not have it (404)"),
        (Mishap(status=410), "any longer (410)"),
        (Mishap(status=500), "answers with an error (500)"),
        (Mishap(status=429, headers={"Retry-After": "600"}), "asked too often (429), and asks to come again in 600 s"),
        (Mishap(headers={"Content-Encoding": "br"}), "gives it packed"),
        (Mishap(status=302, headers={"Location": "/model.bin"}), "leads from one place to the next without end"),
        (Mishap(status=302, headers={"Location": "file:///etc/passwd"}), "is no address of a web server"),
    ],
)
@pytest.mark.slow
def test_what_is_not_right_is_refused_with_the_reason_and_nothing_is_left(shop, server, mishap, reason):
    server.always = mishap
    with pytest.raises(NotInstalledError) as fault:
        shop.install()
    assert reason in str(fault.value)
    assert "--from FILE" in str(fault.value)
    assert not shop.folder.exists()
    assert [name for name in shop.leftovers() if not name.endswith((".part", ".part.json"))] == []
    if mishap.is_corrupt:
        assert shop.leftovers() == []


def test_a_server_is_waited_for_as_long_as_it_asks(shop, server):
    server.mishaps = [Mishap(status=429, headers={"Retry-After": "0"}), Mishap(status=503)]
    shop.install()
    assert len(server.asked) == 3


def test_mirrors_are_tried_in_order_and_the_rest_comes_from_the_next(shop, server):
    """The checksum is known, so what the first has given counts for the second."""
    with FileServer() as second:
        second.files["/elsewhere.bin"] = CONTENT
        server.mishaps = [Mishap(status=404), Mishap(cut_after=45_000)]
        server.always = Mishap(status=404)
        shop.install(shop.entry(urls=("/gone.bin", "/model.bin", f"{second.url}/elsewhere.bin")))
        assert second.asked == [("/elsewhere.bin", "bytes=45000-")]
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_after_a_corrupted_one_the_next_place_is_asked(shop, server):
    with FileServer() as second:
        second.files["/model.bin"] = CONTENT
        server.always = Mishap(is_corrupt=True)
        shop.install(shop.entry(urls=("/model.bin", f"{second.url}/model.bin")))
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_redirects_to_another_host_are_followed(shop, server):
    with FileServer() as store:
        store.files["/deep/blob"] = CONTENT
        server.always = Mishap(status=302, headers={"Location": f"{store.url}/deep/blob"})
        shop.install()
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_a_place_that_is_not_there_is_named(shop):
    with pytest.raises(NotInstalledError, match=r"127\.0\.0\.1 does not answer"):
        shop.install(shop.entry(urls=("http://127.0.0.1:9/model.bin",)))


def test_a_proxy_is_asked_unless_the_host_is_reached_directly(shop, server):
    """A proxy is asked for the whole address."""
    with FileServer() as proxy:
        proxy.files["http://files.invalid/model.bin"] = CONTENT
        network = Network({"http": proxy.url.replace("://", "://ada:secret@")}, direct="127.0.0.1")
        shop.install(shop.entry(urls=("http://files.invalid/model.bin",)), network=network)
        assert proxy.seen[0]["proxy-authorization"].startswith("Basic ")
    assert server.asked == []


def test_a_certificate_that_nobody_knows_is_not_trusted_unless_its_authority_is_named(shop, tmp_path):
    with FileServer() as server:
        certificate = server.encrypt(tmp_path)
        server.files["/model.bin"] = CONTENT
        entry = shop.entry(urls=(server.url.replace("http:", "https:") + "/model.bin",))
        with pytest.raises(NotInstalledError, match=r"the certificate of 127\.0\.0\.1 is not trusted"):
            shop.install(entry)
        shop.install(entry, network=Network(authorities=str(certificate)))
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_what_is_encrypted_does_not_lead_to_what_is_not(shop, server, tmp_path):
    with FileServer() as first:
        network = Network(authorities=str(first.encrypt(tmp_path)))
        first.always = Mishap(status=302, headers={"Location": f"{server.url}/model.bin"})
        with pytest.raises(NotInstalledError, match=r"127\.0\.0\.1 leads to 127\.0\.0\.1, which is not encrypted"):
            shop.install(shop.entry(urls=(first.url.replace("http:", "https:") + "/",)), network=network)
    assert server.asked == []


def test_proxies_and_certificates_of_the_environment_count_where_an_edge_lets_them(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "inside.example")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/company.pem")
    monkeypatch.setattr(environment, "_counts", False)
    assert Network.of_this_process() == Network()
    environment.trust_environment()
    network = Network.of_this_process()
    assert network.proxies["https"] == "http://proxy.example:3128"
    assert (network.direct, network.authorities) == ("inside.example", "/etc/company.pem")


def test_a_full_disk_is_told_before_anything_is_fetched(shop, server, monkeypatch):
    from avatar.downloads import transfer

    usage = transfer.shutil.disk_usage(shop.home.data)
    monkeypatch.setattr(transfer.shutil, "disk_usage", lambda _: usage._replace(free=60_000))
    with pytest.raises(OutputError, match=r"no room for 0 MB.*free some space"):
        shop.install()
    assert shop.leftovers() == []
    assert not shop.folder.exists()


def test_how_far_it_is_is_told_in_bytes(shop, server):
    told = []
    server.mishaps = [Mishap(cut_after=30_000)]
    shop.install(watch=lambda *state: told.append(state))
    assert told[0] == ("model.bin", 0, 100_000)
    assert told[-1] == ("model.bin", 100_000, 100_000)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


KILLED = """
import resource, sys
from avatar.downloads.entry import Download, Entry, Expected, Piece
from avatar.downloads.installing import install
from avatar.downloads.store import Way
from avatar.runtime.folders import Home
from avatar.runtime.network import Network
url, home, sha256, room = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(room), int(room)))
pieces = (Piece("model.bin", Download("model.bin", Expected(100_000, sha256), (url,))),)
entry = Entry("thing", "voice", "espeak", "CC0-1.0", "yes", pieces)
list(install([entry], "voices", Home.at(home), Way(Network()), lambda *_: ()))
"""


@pytest.mark.slow
def test_what_was_fetched_before_the_program_was_killed_counts(shop, server):
    server.mishaps = [Mishap(pause=0.05)]
    arguments = [f"{server.url}/model.bin", str(shop.home.data), hashlib.sha256(CONTENT).hexdigest(), "1000000"]
    process = subprocess.Popen([sys.executable, "-c", KILLED, *arguments])
    deadline = time.monotonic() + 60
    while server.sent < 40_000 and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not shop.folder.exists()
    shop.install()
    assert (shop.folder / "model.bin").read_bytes() == CONTENT
    begun = int(ranges(server)[-1].removeprefix("bytes=").removesuffix("-"))
    assert 10_000 < begun < 100_000


@pytest.mark.slow
def test_where_the_disk_is_full_meanwhile_it_goes_on_when_there_is_room(shop, server):
    """A file may have no more than so many bytes, which is told as a full disk is."""
    arguments = [f"{server.url}/model.bin", str(shop.home.data), hashlib.sha256(CONTENT).hexdigest(), "50000"]
    done = subprocess.run([sys.executable, "-c", KILLED, *arguments], capture_output=True, text=True, check=False)
    assert "does not fit on its disk; free some space" in done.stderr
    assert not shop.folder.exists()
    shop.install()
    assert ranges(server)[-1] == "bytes=50000-"
    assert (shop.folder / "model.bin").read_bytes() == CONTENT


def test_addresses_are_put_in_place_of_others(shop, server):
    entry = shop.entry(urls=("https://hub.invalid/voices/model.bin",))
    settings = replace(shop.way.settings, mirrors={"https://hub.invalid/voices/": f"{server.url}/"}, only_mirrors=True)
    shop.install(entry, settings=settings)
    assert server.asked == [("/model.bin", "")]


def test_where_only_mirrors_may_be_asked_nothing_else_is(shop, server):
    settings = replace(shop.way.settings, only_mirrors=True)
    with pytest.raises(NotInstalledError, match="no mirror stands for it"):
        shop.install(settings=settings)
    assert server.asked == []
