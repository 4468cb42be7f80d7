"""A visitor of a page with the widget: what they see, hear, and what the page is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Locator, Page

_WATCH = """
window.told = []; window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective + " " + e.blockedURI));
for (const name of ["ready", "state", "speech-started", "lips", "speech-ended", "caption", "error", "message"])
  document.addEventListener("avatar:" + name, (e) => told.push({name, at: performance.now(), ...e.detail}));

// What leaves the page as sound: its level over the last 128 samples, now.
const connect = AudioNode.prototype.connect;
AudioNode.prototype.connect = function (to, ...more) {
  if (to === this.context.destination && !window.probe) {
    window.probe = new AnalyserNode(this.context, {fftSize: 128});
    connect.call(this, window.probe);
  }
  return connect.call(this, to, ...more);
};
window.level = () => {
  if (!window.probe) return 0;
  const wave = new Float32Array(128);
  window.probe.getFloatTimeDomainData(wave);
  return Math.max(...wave.map(Math.abs));
};
// Press something, and say how many ms later there is silence for good (30 ms of it).
window.silenceAfter = (press) => new Promise((done) => {
  const began = performance.now();
  let loud = began;
  press();
  const timer = setInterval(() => {
    const now = performance.now();
    if (level() > 0.001) loud = now;
    else if (now - loud > 30) { clearInterval(timer); done(loud - began); }
    if (now - began > 3000) { clearInterval(timer); done(now - began); }
  }, 2);
});
"""


@dataclass
class Visit:
    """One page that is open."""

    page: Page
    wire: CDPSession
    """to its innards: what is run there is no gesture of a visitor's, unlike what playwright evaluates"""
    faults: list[str] = field(default_factory=list)
    """what the page's console says is wrong"""

    def run(self, script: str) -> Any:
        """Run a script in the page; give its value, waited for."""
        asked = {"expression": script, "returnByValue": True, "awaitPromise": True, "userGesture": False}
        answer = self.wire.send("Runtime.evaluate", asked)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def told(self, name: str, **wanted: object) -> list[dict[str, Any]]:
        """Give the events of a name that the page was told, with these fields."""
        events: list[dict[str, Any]] = self.run("told")
        return [each for each in events if each["name"] == name and all(each.get(key) == wanted[key] for key in wanted)]

    def until(self, name: str, seconds: float = 60.0, **wanted: object) -> dict[str, Any]:
        """Wait for an event with these fields; give the last one."""
        found: list[dict[str, Any]] = []
        end = time.monotonic() + seconds
        while not found and time.monotonic() < end:
            self.page.wait_for_timeout(20)
            found = self.told(name, **wanted)
        assert found, f"no {name} with {wanted} within {seconds} s; there were {self.run('told')}"
        return found[-1]

    def wait(self, script: str, seconds: float = 60.0) -> None:
        """Wait until a script says yes. Playwright's own way evaluates in the page, which its policy forbids."""
        end = time.monotonic() + seconds
        while not self.run(script):
            assert time.monotonic() < end, f"{script} did not come true within {seconds} s"
            self.page.wait_for_timeout(10)

    def find(self, selector: str) -> Locator:
        """Find something in the page or the widget."""
        return self.page.locator(selector)

    def button(self, name: str) -> Locator:
        """Find a button by its accessible name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def ask(self, text: str) -> None:
        """Type a question."""
        self.find(".composer input").fill(text)
        self.page.keyboard.press("Enter")

    @property
    def caption(self) -> str:
        """What stands over the face."""
        return self.find(".caption").inner_text()

    @property
    def violations(self) -> list[str]:
        """What the page's policy has forbidden."""
        found: list[str] = self.run("violations")
        return found


def visit(browser: Browser, url: str, width: int = 1280, height: int = 800, before: str = "", **more: Any) -> Visit:
    """Open a page as a new visitor; a script may change the browser `before`."""
    page = browser.new_context(viewport={"width": width, "height": height}, **more).new_page()
    visit = Visit(page, page.context.new_cdp_session(page))
    page.on("pageerror", lambda fault: visit.faults.append(str(fault)))
    page.on("console", lambda told: visit.faults.append(told.text) if told.type in ("error", "warning") else None)
    page.add_init_script(_WATCH + before)
    page.goto(url)
    visit.wait("window.Avatar?.get()?.shadowRoot?.querySelector('.root') != null")
    return visit


def ready(url: str) -> None:
    """Wait until a service can work."""
    while httpx.get(f"{url}/readyz").status_code != 200:
        time.sleep(0.2)
