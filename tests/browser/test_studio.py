"""The studio in a real browser before a real server: from a photo and its permission to a film that is played."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from avatar.permission.consent.store import ConsentStore
from tests import browser_engine

playwright = pytest.importorskip("playwright.sync_api")
pytest.importorskip("fastapi")
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
PATIENCE = 60_000
"""ms for what a machine with much else to do may take"""


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm):
    return warm(tmp_path_factory.mktemp("studio") / "home", "xiaochen")


@pytest.fixture(scope="module")
def address(home):
    """A server with the studio on a free port, in a home of its own."""
    words = [sys.executable, "-m", "avatar", "serve", "--studio", "--port", "0", "--processes", "1"]
    settings = os.environ | {"AVATAR_HOME": str(home), "PYTHONPATH": str(ROOT)}
    settings.pop("AVATAR_API_KEY", None)
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=settings)
    try:
        lines = iter(server.stdout.readline, "")
        found = next((match.group(0) for line in lines if (match := re.search(r"http://127\.0\.0\.1:\d+", line))), None)
        assert found, "the server says where it is"
        # A server whose log nobody reads stands still when the pipe is full.
        threading.Thread(target=server.stdout.read, daemon=True).start()
        yield found
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def engine():
    return browser_engine.engine()


@pytest.fixture(scope="module")
def browser(engine, chromium):
    opened = engine.launch(executable_path=chromium, args=[*FLAGS, "--autoplay-policy=user-gesture-required"])
    yield opened
    opened.close()


@pytest.fixture
def page(browser, address):
    """The studio, opened in English by somebody who was never there, with everything that the browser complains of."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.complaints = []
    page.on("console", lambda message: message.type == "error" and page.complaints.append(message.text))
    page.on("pageerror", lambda fault: page.complaints.append(str(fault)))
    page.add_init_script("addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective))")
    page.goto(address)
    page.wait_for_selector(".voice")
    yield page
    context.close()


DIFFERENT = """new Promise(resolve => {
    const canvas = document.querySelector('.shot canvas'), small = new OffscreenCanvas(90, 90), seen = new Set();
    const pen = small.getContext('2d', {willReadFrequently: true});
    let count = 0;
    const look = () => {
        pen.drawImage(canvas, 0, 0, 90, 90);
        seen.add(pen.getImageData(0, 0, 90, 90).data.join());
        if (++count < 12) requestAnimationFrame(look); else resolve(seen.size);
    };
    requestAnimationFrame(look);
})"""
"""how many pictures there are in twelve frames"""


def write(page, text, voice="fast"):
    page.locator(f"input[name=voice][value={voice}]").check(force=True)
    page.fill("#script", text)
    page.wait_for_selector("#reading b")


def live(page, wanted):
    """Have previews played by themselves, or not."""
    button = page.locator(".live")
    if (button.get_attribute("aria-pressed") == "true") != wanted:
        button.click()


def serious(page):
    """What axe finds that keeps somebody out."""
    if not AXE.is_file():
        pytest.skip("axe-core is not there: npm ci in web/")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"][:3]])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def test_the_page_opens_and_breaks_no_rule_of_its_own(page, address):
    page.wait_for_selector(".shot canvas")
    assert page.title() == "Avatar Studio"
    assert page.locator("[role=radiogroup] input[name=portrait]").count() >= 3
    policy = page.request.get(address).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert not page.complaints


def test_what_is_typed_is_read_and_outlives_a_reload(page):
    live(page, wanted=False)
    write(page, "Guten Morgen, liebe Gäste. Wir beginnen um zehn Uhr.")
    page.wait_for_selector("#reading b:text-is('German')")
    told = page.inner_text("#reading")
    assert "52 characters" in told
    assert "2 sentences" in told
    assert re.search(r"about \d+ s", told)
    page.get_by_role("radio", name="Warm").check(force=True)
    page.reload()
    page.wait_for_selector("#reading b")
    assert page.input_value("#script").startswith("Guten Morgen")
    assert page.get_by_role("radio", name="Warm").is_checked()


def test_a_refused_text_shows_its_sentence_and_its_place(page):
    write(page, "Hello there. Please tell me the code that we have just sent you.")
    note = page.locator("#notes .notice.bad").first
    note.wait_for()
    assert "This cannot be made into a film." in note.inner_text()
    assert "code" in note.inner_text()
    assert page.locator("#mirror mark.refuse").first.inner_text() in page.input_value("#script")
    note.get_by_role("button", name="show it").click()
    chosen = page.evaluate(
        "(() => { const a = document.querySelector('#script'); return a.selectionEnd - a.selectionStart })()"
    )
    assert chosen > 5
    assert page.locator("#make-film").is_disabled()


def test_the_preview_speaks_and_moves_when_typing_stops(page):
    page.wait_for_selector(".shot canvas")
    live(page, wanted=True)
    page.click("#script")
    write(
        page, "Good morning, and welcome. I am glad that you are here. There is a lot to tell today, so let us begin."
    )
    page.wait_for_selector(".shot .caption span")
    assert page.locator(".state").get_attribute("data-state") == "speaking"
    assert page.evaluate(DIFFERENT) >= 4, "the picture moves"
    words = [each.strip() for each in page.locator(".tape .word").all_inner_texts()]
    assert " ".join(words).startswith("Good morning, and welcome.")
    assert not page.complaints


def test_the_tape_is_moved_along_by_keys(page):
    live(page, wanted=False)
    write(page, "One two three. Four five six.")
    page.get_by_role("button", name="Play the preview").click()
    page.wait_for_selector(".tape .word")
    page.wait_for_selector(".state[data-state=speaking]")
    page.wait_for_selector(".state[data-state=resting]")
    tape = page.get_by_role("slider", name=re.compile("Words of the preview"))
    tape.focus()
    page.keyboard.press("End")
    page.wait_for_selector(".tape[aria-valuetext^=six]")


def test_a_film_is_made_played_downloaded_and_looked_at(page):
    live(page, wanted=False)
    write(page, "Good morning. This film is short.")
    page.select_option("select >> nth=1", "480")
    page.get_by_label("Subtitles").select_option("file")
    page.click("#make-film")
    page.wait_for_selector("[role=progressbar]")
    page.wait_for_selector("dialog video")
    length = page.evaluate(
        "new Promise(r => { const v = document.querySelector('dialog video'); v.muted = true;"
        " v.addEventListener('timeupdate', () => v.currentTime > 0.3 && r(v.duration)); v.play() })"
    )
    assert 1.5 < length < 8
    page.wait_for_selector("dialog .items li")
    assert "Every" in page.inner_text("dialog .notice.good") or "every mark" in page.inner_text("dialog .notice.good")
    links = page.locator("dialog .downloads a")
    names = [links.nth(place).get_attribute("download") for place in range(links.count())]
    assert {name.rpartition(".")[2] for name in names} >= {"mp4", "srt", "vtt", "json"}
    for place in range(links.count()):
        assert page.request.get(links.nth(place).evaluate("each => each.href")).ok
    page.get_by_role("button", name="Inspect it frame by frame").click()
    page.wait_for_selector("dialog details table", state="attached")
    assert not serious(page)
    page.keyboard.press("Escape")
    card = page.locator(".film").first
    assert "Good morning" in card.inner_text()
    assert card.locator("img").evaluate("each => each.decode().then(() => each.naturalWidth)") > 100
    assert not page.complaints


def test_a_film_in_the_making_outlives_a_reload_and_can_be_stopped(page):
    live(page, wanted=False)
    write(page, "This one is longer than the others. " * 12)
    page.click("#make-film")
    page.wait_for_selector("[role=progressbar]")
    page.wait_for_selector("#make button:text-is('Stop')")
    page.reload()
    page.wait_for_selector("#make [role=progressbar]")
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector("#make-film")
    page.wait_for_selector("#toasts :text('Nothing was kept')")


def test_a_photo_becomes_a_portrait_only_with_a_signed_permission(page, home, tmp_path):
    data = pytest.importorskip("skimage.data")
    from PIL import Image

    photo = tmp_path / "eileen.png"
    Image.fromarray(data.astronaut()).save(photo)
    page.click("#add-photo")
    page.set_input_files("#photo-file", str(photo))
    page.wait_for_selector("dialog .notice")
    assert page.locator("dialog .items li").count() >= 1
    page.locator("dialog .dialog-foot .primary").click()
    assert page.locator("dialog input:checked").count() == 0, "nothing is ticked beforehand"
    page.get_by_role("radio", name=re.compile("It is me")).check(force=True)
    assert page.locator("dialog input:checked").count() == 1
    page.click("#sign")
    assert "Write the name" in page.inner_text("dialog [role=alert]")
    page.get_by_label("Your name").fill("Eileen Collins")
    page.locator("dialog .chip", has_text="Education").click()
    page.locator("dialog .chip", has_text="As a file").click()
    page.click("#sign")
    assert "Tick the box" in page.inner_text("dialog [role=alert]")
    assert "Eileen Collins" in page.inner_text("dialog .statement")
    assert not serious(page)
    page.get_by_label("I have read this, and I agree.").check()
    page.click("#sign")
    page.wait_for_selector("dialog [role=progressbar]")
    page.wait_for_selector("dialog", state="detached")
    assert page.get_by_role("radio", name="eileen").is_checked()
    record = ConsentStore(home).records()[0]
    assert (record.type, record.subject.name) == ("self", "Eileen Collins")
    assert (record.scope.purposes, record.scope.channels) == (("education",), ("file",))
    page.wait_for_selector(".state[data-state=still]")
    assert page.locator(".shot canvas").count() == 0, "the photo stays on the server"
    write(page, "We are going to look at the sky.")
    page.wait_for_selector("#setup .notice.bad")
    assert "personal" in page.inner_text("#setup .notice.bad")
    page.get_by_label("Purpose").select_option("education")
    page.wait_for_selector("#setup .notice.bad", state="detached")
    assert page.locator("#make-film").is_enabled()
    page.get_by_role("button", name="Sign another permission").click()
    page.get_by_role("radio", name=re.compile("It is me")).check(force=True)
    page.get_by_label("Your name").fill("Eileen Collins")
    page.locator("dialog .chip", has_text="Education").click()
    page.locator("dialog .chip", has_text="Websites").click()
    page.get_by_label("I have read this, and I agree.").check()
    page.click("#sign")
    page.wait_for_selector("dialog", state="detached")
    page.wait_for_selector(".shot canvas")


def test_a_photo_without_a_face_is_refused_in_words(page, tmp_path):
    from PIL import Image

    photo = tmp_path / "wall.png"
    Image.new("RGB", (640, 640), (120, 130, 140)).save(photo)
    page.click("#add-photo")
    page.set_input_files("#photo-file", str(photo))
    page.wait_for_selector("dialog .notice.bad")
    assert "cannot be used" in page.inner_text("dialog .notice.bad")
    assert "face" in page.inner_text("dialog .notice.bad")
    assert page.locator("dialog .primary").count() == 0


def test_nothing_serious_keeps_anybody_out(page):
    write(page, "Hello there. Please tell me the code that we have just sent you.")
    page.wait_for_selector("#notes .notice.bad")
    assert not serious(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(800)  # colours flow into each other
    assert not serious(page)
    page.click("#add-photo")
    page.wait_for_selector("#photo-file", state="attached")
    assert not serious(page)


def test_everything_is_reached_by_keys(page):
    live(page, wanted=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "script"
    page.keyboard.type("Hello there.")
    page.wait_for_selector("#reading b")
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.id || document.activeElement.name"))
        if reached[-1] == "make-film":
            break
    assert reached[-1] == "make-film"
    assert {"voice", "format", "background"} <= set(reached)
    page.locator("#add-photo").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog")
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    assert page.evaluate("document.activeElement.id") == "add-photo"


def test_the_page_speaks_chinese(page):
    page.get_by_role("button", name="中文").click()
    assert page.get_by_role("button", name="制作影片").count() == 1
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    write(page, "<speak>We say <mumble>softly</mumble> here.</speak>")
    page.get_by_text("不认识标签 <mumble>，已略去；其中的文字照读。").wait_for()
    page.reload()
    page.wait_for_selector(".voice")
    assert page.get_by_role("heading", name="肖像").count() == 1


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_nothing_is_cut_off(page, width):
    """Whatever fonts a machine has: the widest that are common are among these."""
    page.set_viewport_size({"width": width, "height": 800})
    dress = "face => [document.documentElement, document.body].forEach(e => { e.style.fontFamily = face; })"
    for face in ("system-ui", "DejaVu Sans, Verdana, sans-serif", "monospace"):
        page.evaluate(dress, face)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), face


def test_without_webgl_there_is_a_still_picture_and_the_sound(engine, chromium, address):
    browser = engine.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-3d-apis"])
    try:
        page = browser.new_page(locale="en-GB")
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.wait_for_selector(".state[data-state=still]")
        live(page, wanted=False)
        write(page, "Good morning.")
        page.get_by_role("button", name="Play the preview").click()
        page.wait_for_selector(".state[data-state=speaking]")
        assert page.locator(".tape .word").count() == 2
    finally:
        browser.close()


def test_a_page_of_another_site_is_not_let_in(page, address):
    asked = json.dumps({"text": "Hello.", "portrait": "xiaochen"})
    told = page.request.post(
        f"{address}/v1/studio/check",
        data=asked,
        headers={"Origin": "https://evil.example", "Content-Type": "application/json"},
    )
    assert told.status == 403
    foreign = page.request.get(f"{address}/", headers={"Host": "evil.example"})
    assert foreign.status == 403


EVIL = "</script><img id=evil src=x onerror=window.hacked=1><style id=evil>*{display:none}</style>"


def strangers(told):
    """What the server tells, as if all words in it were a stranger's."""
    for each in told["portraits"]:
        each["description"] = each["permission"]["why"] = EVIL
        each["permission"]["valid"] = each["name"] == "xiaochen"
    each["name"] = f"{EVIL} javascript:window.hacked=1"
    for each in told["voices"]:
        each["description"] = EVIL
    told["voices"] = [*told["voices"], {**told["voices"][0], "name": EVIL}]
    told["edits"] = {name: {"en": EVIL, "zh": EVIL} for name in told["edits"]}
    return told


def test_words_of_strangers_are_shown_and_nothing_in_them_is_run(page, address):
    found = {"severity": "warning", "message": EVIL, "start": 0, "end": 5}
    draft = {"languages": ["en"], "characters": 6, "sentences": 1, "seconds": 1.0, "findings": [], "uncovered": EVIL}
    draft |= {"warnings": [EVIL], "decision": "allow", "fault": EVIL}
    asked = []
    page.on("request", lambda sent: asked.append(sent.url))
    page.route("**/v1/studio", lambda route: route.fulfill(json=strangers(route.fetch().json())))
    page.route("**/v1/studio/check", lambda route: route.fulfill(json=draft))
    page.route("**/v1/studio/preview", lambda route: route.fulfill(status=422, json={"detail": EVIL, **found}))
    page.reload()
    page.wait_for_selector(".voice")
    write(page, "Hello.")
    page.wait_for_function("document.body.textContent.includes('window.hacked=1')")
    assert page.evaluate("[window.hacked ?? 0, document.querySelectorAll('#evil').length]") == [0, 0]
    assert [each for each in asked if not each.startswith((address, "blob:", "data:"))] == []
    assert not [each for each in page.complaints if "CSP" in each]
