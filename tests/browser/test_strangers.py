"""What strangers write, on every page that is given away as a file: nothing of it is run, loaded or laid over."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.campaign.job import Outcome
from avatar.campaign.running.gallery import GALLERY, write_gallery
from avatar.campaign.running.manifest import Line
from avatar.campaign.running.place import Place
from avatar.inspection.inspect import _details
from avatar.inspection.page import render_page
from avatar.inspection.report import Curves, Figure, Report, Row, Worst
from avatar.outside.cleaning import UNSEEN
from avatar.permission.consent.issue import Terms
from avatar.permission.consent.page import render_request
from avatar.permission.consent.record import Licensee, Scope, Subject
from avatar.permission.consent.request import pose
from tests.campaigns import job
from tests.consents import NOW, make_home
from tests.unit.inspection.tracks import evidence, sightings, times

EVIL = (
    "</script><script>window.hacked=1</script>",
    "\"'><img id=evil src=x onerror='window.hacked=1'>",
    "<svg/onload=window.hacked=1><iframe id=evil srcdoc='<script>parent.hacked=1</script>'>",
    "--></style><style id=evil>body{display:none}</style><base id=evil href='http://127.0.0.1:1/'>",
    "<meta id=evil http-equiv=refresh content='0;url=http://127.0.0.1:1/'>{{7*7}}${7*7}<!--",
    "javascript:window.hacked=1",
    "=HYPERLINK(1)\\u003cimg id=evil src=x onerror=window.hacked=1\\u003e]]>",
)
WHOLE = " ".join(EVIL) + " \x1b[8m\x1b]0;title\x07 \u202egnp.exe\u202c \u2066\u2028\u2029\x9b31m" + "x" * 3000


def campaign(folder, home):
    jobs = [job(n, f"{each} {WHOLE}", slug=each[:40], options={"background": each}) for n, each in enumerate(EVIL, 1)]
    lines = {
        one.input_hash: Line.of_job(one, Outcome(one.input_hash, "failed", message=f"{EVIL[0]} {WHOLE}"))
        for one in jobs[:3]
    }
    for one in jobs[3:]:
        files = {"vtt": f"{one.slug}.vtt", "thumbnail": f'{one.slug}" onerror="window.hacked=1'}
        made = Outcome(one.input_hash, "done", one.output, files, seconds=1.0, warnings=(WHOLE,))
        lines[one.input_hash] = Line.of_job(one, made)
    write_gallery(Place.at(folder), jobs, lines)
    return folder / GALLERY


def inspection(folder, home):
    flat = np.full(10, 0.5)
    curves = Curves(np.arange(10) / 25, flat, flat, np.zeros((10, 3)), flat, flat, flat, blinks=())
    rows = (Row(1, WHOLE, (Figure("sealed", 1.0, 0.98),)),)
    found = Report(clip=f"{WHOLE}.mp4", rows=rows, frames=10, faces_found=10, worst=(Worst(0.1, WHOLE),), notes=EVIL,
                   details=_details(evidence(sightings(times(10.0)))), curves=curves)  # fmt: skip
    (folder / "page.html").write_text(render_page(found), encoding="utf-8")
    return folder / "page.html"


def request(folder, home):
    name = " ".join(EVIL)[:190]  # one with signs that are not seen is refused
    firm = Licensee(f"Bank {name}", key_id=home.signer.key_id)
    scope = Scope(purposes=("marketing",), products=(EVIL[1],))
    asked = pose(home.store, home.image, home.picture, Subject(name=name), firm, Terms(NOW, scope))
    (folder / "request.html").write_text(render_request(asked), encoding="utf-8")
    return folder / "request.html"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return make_home(tmp_path_factory.mktemp("asked"))


@pytest.mark.parametrize("write", [campaign, inspection, request])
def test_nothing_that_a_stranger_wrote_is_run_on_a_page(browser, tmp_path, home, write):
    address, told, asked = write(tmp_path, home).as_uri(), [], []
    context = browser.new_context()
    page = context.new_page()
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.on("pageerror", lambda fault: told.append(str(fault)))
    page.on("request", lambda sent: asked.append(sent.url))
    page.goto(address)
    page.wait_for_load_state()
    assert page.evaluate(
        "[window.hacked ?? 0, document.querySelectorAll('#evil, iframe, base, meta[http-equiv=refresh]').length]"
    ) == [0, 0]
    assert told == []
    assert [each for each in asked if each.startswith("http")] == []
    text = page.inner_text("body")
    assert "window.hacked=1" in text  # it is there to be read
    assert UNSEEN.isdisjoint(map(ord, text.translate(dict.fromkeys(map(ord, "\n\t\r")))))
    context.close()
