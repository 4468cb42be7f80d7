"""Measure what a visitor waits for, in a real Chromium on this machine: lips after a question, silence after a stop.

    python tests/measure/widget_latency.py [--times 20] [--voice emma] [--draw browser] [--minutes 0] [--home FOLDER]

Prints for texts that were said before (repeated) and for new ones: ms from `speak` to the first picture whose lips
move, p50 and p95; ms of it that the server took; ms from `interrupt` to silence at the loudspeaker; and, over
`--minutes` of talk, how far the picture was from the sound by the sound card's own report. Half of the machine draws
the picture without a graphics card meanwhile: visitors have one.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from avatar.service.config import Agent
from tests.browser.bank import bank
from tests.browser.conftest import DRAWING
from tests.browser.visit import Visit, ready, visit
from tests.service import running, service

if TYPE_CHECKING:
    from collections.abc import Sequence

CHROMIUM = "/usr/bin/chromium"
WATCHED = """
window.trace = [];
document.addEventListener("avatar:protocol", (e) => {
  const told = e.detail.event, video = Avatar.get().shadowRoot.querySelector("video");
  if (told.type !== "speech.started" || told.film_ms === undefined) return;
  const end = video.buffered.length ? video.buffered.end(video.buffered.length - 1) : 0;
  const ahead = 1000 * (end - video.currentTime);
  trace.push({at: performance.now(), ahead, off: told.film_ms - 1000 * video.currentTime});
});
let leapt = 0, last = "opened";
window.stops = [];
document.addEventListener("avatar:protocol", (e) => { last = `${e.detail.event.type} ${e.detail.event.state ?? ""}`; });
const film = Avatar.get().shadowRoot.querySelector("video");
film.addEventListener("seeking", () => { leapt = performance.now(); });
film.addEventListener("waiting", () => {
  const isHidden = Avatar.get().shadowRoot.querySelector("canvas.rest.shown") !== null;
  const now = performance.now();
  if (isHidden || now - leapt <= 700) return;
  const stop = { at: Math.round(now), after: last.trim(), lasted: null };
  stops.push(stop);
  film.addEventListener("playing", () => { stop.lasted = Math.round(performance.now() - now); }, { once: true });
});
"""
"""notes of a film when a speech is announced: ms of film that are ahead of the picture, and to the speech's first; and
when it stopped for want of pictures, for how long, and after what the server had told"""
ASKED = """new Promise((done, failed) => {{
  setTimeout(failed, 60_000);
  const now = performance.now();
  document.addEventListener("avatar:lips", (e) => done([now, e.detail.waited_ms]), {{once: true}});
  Avatar.get().speak({text});
}})"""
"""says a text; gives when it was asked for and how long its lips were waited for, without asking for them meanwhile"""
PAUSE = 1000
"""ms from a stop to the next text: what was begun of the last one is finished by then"""
SENTENCE = "This is sentence number {number}, which nobody has said before."
HEARD = "Here is text number {number} of those that are heard whole: a clause, then one more, and then it ends."
LONG = "The quick brown fox jumps over the lazy dog, and then it sleeps for a while in the sun. "


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20, help="that each is done")
    parser.add_argument("--voice", default="emma", help="name of a voice card")
    parser.add_argument("--draw", default="browser", choices=("browser", "stream"), help="who draws")
    parser.add_argument("--heard", type=int, default=0, help="new texts that are heard to their end")
    parser.add_argument("--minutes", type=float, default=0.0, help="of talk for the distance of picture and sound")
    parser.add_argument("--home", type=Path, help="a folder to keep what is made")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder, bank() as pages, sync_playwright() as led:
        agent = Agent("quick", "default", "xiaochen", voice=asked.voice, origins=(pages.url,))
        with running(service(asked.home or Path(folder), (agent,))) as url:
            ready(url)
            browser = led.chromium.launch(executable_path=CHROMIUM, args=list(DRAWING))
            seen = visit(browser, pages.page(url, f'data-agent="quick" data-draw="{asked.draw}"'))
            seen.find(".launcher").click()
            seen.page.wait_for_selector(".stage.present", timeout=120_000)
            _report(seen, asked)
            browser.close()


def _report(seen: Visit, asked: argparse.Namespace) -> None:
    load = os.getloadavg()[0]
    _print(f"{asked.draw}, voice {asked.voice}, {asked.times} times, load {load:.1f} on {os.cpu_count()} cores")
    if asked.draw == "stream":
        seen.run(WATCHED)
    _spoken(seen, LONG)  # the first one warms what is made once
    repeated = [_spoken(seen, LONG) for _ in range(asked.times)]
    fresh = [_spoken(seen, SENTENCE.format(number=number)) for number in range(asked.times)]
    for name, found in (("repeated", repeated), ("new", fresh)):
        lips, own = ([each[index] for each in found] for index in (0, 1))
        _print(
            f"{name:9} lips after {_percentiles(lips)}; server {_percentiles(own)}{_way([each[2] for each in found])}"
        )
    if asked.heard:
        late = [_heard(seen, HEARD.format(number=number)) for number in range(asked.heard)]
        _print(f"of {asked.heard} new texts heard to their end, {sum(map(bool, late))} had pieces that came late")
    if asked.draw == "stream":  # its sound does not pass where it could be listened to
        stops = seen.run("stops")
        told = [f"; at {each['at']} ms for {each['lasted']} ms, after {each['after']}" for each in stops]
        _print(f"the film has stopped {len(stops)} times for want of pictures{''.join(told)}")
        return
    _print(f"silence after interrupt {_percentiles([_stopped(seen) for _ in range(asked.times)])}")
    if asked.minutes:
        _print(f"picture ahead of sound over {asked.minutes:g} min: {_skew(seen, asked.minutes)}")


def _way(traces: Sequence[dict[str, float]]) -> str:
    """Say where the time of a film goes: when the speech is announced, and how far the picture is then."""
    if not traces[0]:
        return ""
    named = {"announced after": "after", "film ahead": "ahead", "to its first picture": "off"}
    return "; " + "; ".join(f"{name} {_percentiles([each[key] for each in traces])}" for name, key in named.items())


def _spoken(seen: Visit, text: str) -> tuple[float, float, dict[str, float]]:
    """Have a text said up to its first word; give ms to the first lips, the server's to its sound, and a trace."""
    seen.run("told.length = 0; window.trace && (trace.length = 0)")
    began, waited = seen.run(ASKED.format(text=json.dumps(text)))
    started = seen.until("speech-started")
    seen.run("Avatar.get().interrupt()")
    seen.until("state", state="idle")
    seen.page.wait_for_timeout(PAUSE)
    traces = seen.run("window.trace ?? []")
    trace = {**traces[0], "after": traces[0]["at"] - began} if traces else {}
    return waited, started["metrics"]["first_audio_ms"], trace


def _heard(seen: Visit, text: str) -> int:
    """Have a text said to its end; give how many of its pieces came late, 0 where the server draws."""
    seen.run("told.length = 0")
    seen.run(f"Avatar.get().speak({text!r})")
    late: int | None = seen.until("speech-ended", seconds=60)["late_pieces"]
    seen.page.wait_for_timeout(PAUSE)
    return late or 0


def _stopped(seen: Visit) -> float:
    """Interrupt a text in full voice; give ms to silence."""
    seen.run("told.length = 0")
    seen.run(f"Avatar.get().speak({LONG * 3!r})")
    seen.until("caption", seconds=60)
    seen.wait("level() > 0.05")
    silence: float = seen.run("silenceAfter(() => Avatar.get().interrupt())")
    seen.page.wait_for_timeout(200)
    return silence


def _skew(seen: Visit, minutes: float) -> str:
    """Talk for so long; give mean and worst distance of picture and sound, ms, minute by minute."""
    seen.run("told.length = 0")
    told = list[str]()
    for _ in range(max(1, round(minutes))):
        seen.run(f"Avatar.get().speak({LONG * 12!r})")
        seen.page.wait_for_timeout(60_000)
        found = seen.run("Avatar.get().metrics.skew_ms")
        told.append(f"mean {found['mean']:.1f} worst {found['worst']:.1f} last {found['last']:.1f} ms")
    return "; ".join(told)


def _percentiles(values: Sequence[float]) -> str:
    ordered = sorted(values)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return f"p50 {ordered[len(ordered) // 2]:.0f} p95 {p95:.0f} least {ordered[0]:.0f} ms"


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
