"""The browser draws the picture that the server draws of the same motion, and says so in it."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.data import MOTION_NAMES
from avatar.finish.label import LabelFilter
from tests.browser_faces import browser_frames, browser_page, chromium, rig_of, server_frames
from tests.measure.browser_parity import FAR, compare
from tests.motions import OPEN, SEALED, motion
from tests.poses import poses

pytest.importorskip("playwright")
pytestmark = pytest.mark.skipif(chromium() is None, reason="there is no Chromium here")

SIZE = (512, 512)
BUSY = motion(OPEN | {"gaze": [0.2, 0.1], "eyeBlink": 0.3, "head": [0.05, 0.1, -0.05, 0.02, 0, 0]})


@pytest.fixture(scope="module")
def rig(xiaochen):
    return rig_of(xiaochen, SIZE)


@pytest.fixture
def page(rig):
    with browser_page(rig) as page:
        page.evaluate("window.load()")
        yield page


def _drawn(page, rows):
    return next(browser_frames(page, rows))


def _assert_same(server, browser, shift):
    """`shift` is what pictures may differ by at a hard edge: single pixels, no groups."""
    apart = compare(server, browser)
    assert apart.mean <= 1.5
    assert apart.most <= FAR
    assert apart.far <= shift * server.shape[0] * server.shape[1]


@pytest.mark.slow
@pytest.mark.parametrize(("who", "size"), [("xiaochen", SIZE), ("green", (360, 640)), ("smiling", (360, 640))])
def test_every_pose_looks_as_on_the_server(who, size, request):
    portrait = request.getfixturevalue(who)
    names, rows = poses()
    with browser_page(rig_of(portrait, size)) as page:
        page.evaluate("window.load()")
        for _, server, browser in zip(
            names, server_frames(portrait, rows, size), browser_frames(page, rows), strict=True
        ):
            _assert_same(server, browser, 5e-4)


def test_a_busy_face_looks_as_on_the_server(page, xiaochen):
    for rows in (motion({}), motion(SEALED), BUSY):
        (server,) = server_frames(xiaochen, rows, SIZE)
        _assert_same(server, _drawn(page, rows), 1e-4)


def test_with_a_graphics_card_triangles_give_the_same_face(rig, xiaochen):
    """Cards know 8 bits of a pixel's parts; where there are fewer, the page works out the face itself."""
    with browser_page(rig) as page:
        page.evaluate(
            """() => {
              const kind = WebGL2RenderingContext.prototype, ask = kind.getParameter;
              kind.getParameter = function (name) { return name === this.SUBPIXEL_BITS ? 8 : ask.call(this, name); };
            }"""
        )
        page.evaluate("window.load()")
        (server,) = server_frames(xiaochen, BUSY, SIZE)
        apart = compare(server, _drawn(page, BUSY))
        assert apart.mean <= 1.5
        assert apart.most <= 2 * FAR  # this card says 8 and has 4


@pytest.mark.slow
def test_a_photo_with_edges_that_show_keeps_its_frame(smiling):
    size = (640, 360)
    with browser_page(rig_of(smiling, size)) as page:
        page.evaluate("window.load()")
        (server,) = server_frames(smiling, BUSY, size)
        _assert_same(server, _drawn(page, BUSY), 3e-4)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_label_is_on_every_frame_in_its_language(rig, xiaochen, language):
    with browser_page(rig) as page:
        page.evaluate("language => window.load({labelLanguage: language})", language)
        x, y, wide, tall = LabelFilter(language, SIZE).place
        for rows in (motion({}), BUSY):
            (server,) = server_frames(xiaochen, rows, SIZE, language)
            corner = np.s_[y : y + tall, x : x + wide]
            apart = np.abs(server[corner].astype(int) - _drawn(page, rows)[corner])
            assert apart.max() <= FAR
            assert server[corner].max() > 240  # ink


def test_twice_as_large_it_is_the_same_picture(page):
    import cv2

    small = _drawn(page, BUSY)
    fresh = "Object.assign(document.createElement('canvas'), {id: 'face'})"
    page.evaluate(f"document.getElementById('face').replaceWith({fresh})")
    assert page.evaluate("window.load({size: [1024, 1024]})") == [1024, 1024]
    apart = np.abs(cv2.resize(_drawn(page, BUSY), SIZE, interpolation=cv2.INTER_AREA).astype(int) - small)
    assert apart.mean() < 3


def test_without_a_graphics_card_no_more_is_drawn_than_is_seen(page):
    import cv2

    whole = _drawn(page, BUSY)
    for shown, size in ((2000, 512), (0, 512), (368, 368), (100, 256)):
        fresh = "Object.assign(document.createElement('canvas'), {id: 'face'})"
        page.evaluate(f"document.getElementById('face').replaceWith({fresh})")
        assert page.evaluate(f"window.load({{shown: [{shown}, {shown}]}})") == [size, size]
        smaller = cv2.resize(whole, (size, size), interpolation=cv2.INTER_AREA)
        assert np.abs(smaller.astype(int) - _drawn(page, BUSY)).mean() < 3


def test_a_lost_context_is_restored_and_drawn_again(page):
    before = _drawn(page, BUSY)
    page.evaluate(
        """async () => {
          const canvas = document.getElementById("face");
          const lost = canvas.getContext("webgl2").getExtension("WEBGL_lose_context");
          const told = (name) => new Promise((done) => canvas.addEventListener(name, done, {once: true}));
          const gone = told("webglcontextlost");
          lost.loseContext();
          await gone;
          await new Promise((done) => setTimeout(done, 100));
          window.face.draw(new Float32Array(62));
          const back = told("webglcontextrestored");
          lost.restoreContext();
          await back;
        }"""
    )
    assert np.array_equal(_drawn(page, BUSY), before)


def test_a_face_that_is_let_go_leaves_room_for_the_next(page):
    """A page has a few contexts only."""
    page.evaluate(
        """async () => {
          const rig = await (await fetch("./rig.glb")).arrayBuffer();
          for (let k = 0; k < 17; k++) {
            const face = await window.renderer.Face.load(rig, document.createElement("canvas"));
            face.dispose();
          }
        }"""
    )
    assert _drawn(page, BUSY).max() > 200


def test_a_browser_without_webgl_says_so(rig):
    with browser_page(rig, ("--disable-gpu", "--disable-3d-apis", "--no-sandbox")) as page:
        assert page.evaluate("window.renderer.Face.supported()") is False


def test_a_browser_with_webgl_says_so(page):
    assert page.evaluate("window.renderer.Face.supported()") is True


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("window.load({size: [512, 300]})", "ask for one of that shape"),
        ("window.renderer.Face.load(new ArrayBuffer(40), document.createElement('canvas'))", "no glTF 2.0 binary"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(page, script, words):
    message = page.evaluate(f"{script}.catch((error) => error.message)")
    assert words in message


def test_the_columns_of_a_row_are_the_servers(page):
    assert page.evaluate("window.renderer.MOTION_NAMES") == list(MOTION_NAMES)
