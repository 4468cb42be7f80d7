"""Measure a server of sessions over loopback: how soon it speaks, how many it serves, what a session takes.

    python tests/measure/session_load.py latency --voice fast --new
    python tests/measure/session_load.py load --sessions 200 --seconds 60 --voice fast
    python tests/measure/session_load.py stream --sessions 3 --seconds 60

A server with one agent is started in a process of its own, on one core with --core N; visitors are real WebSockets.
Every text is heard to its end, so a text takes 3 to 6 s, four of them are said first, and all that is done is told on
the standard error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

HEADER = struct.Struct("<BBHIII")
REPEATED = (
    "We are open from nine to five on weekdays, and from ten to two on Saturdays.",
    "You can block your card at once in the app, under cards and security.",
    "A transfer within the country takes one working day at most.",
    "Please bring your passport and a proof of your address.",
)
IN_HAND = 320
"""ms of film that a visitor in stream mode has in hand"""
DRIFT = 1.0
"""ms by which the soonest stretch of film is forgotten with each that comes"""
WHO = ("My neighbour", "Your adviser", "The branch", "A colleague", "The new app", "Our team", "The help desk")
WHAT = ("explains", "opens", "prepares", "checks", "keeps", "looks after", "renews", "compares")
WHICH = ("the parcel", "your order", "the room", "a table", "the catalogue", "your seat", "the garden")
WHEN = ("on Monday morning", "within two days", "before the weekend", "in the branch", "at any time")


def serve(asked: argparse.Namespace) -> None:
    """Be the server: of an agent whose answers come from a file, or, for texts that are new, of one that thinks."""
    import uvicorn

    from avatar.runtime.folders import Home
    from avatar.service.app import create_app
    from avatar.service.config import Agent, BrainSettings, ServerSettings, ServiceConfig, Tenant
    from avatar.service.logs import Log
    from avatar.service.state import Service

    brain = BrainSettings("chat", url="http://127.0.0.1:9/v1", model="nobody") if asked.new else BrainSettings()
    agent = Agent("agent", "default", "xiaochen", voice=asked.voice or None, language="en", brain=brain)
    settings = ServerSettings(processes=1, sessions=asked.limit)
    with Path(os.devnull).open("w") as nowhere:
        config = ServiceConfig(settings, (Tenant("default", Home.at(asked.home)),), (agent,))
        service = Service(config, log=Log(stream=nowhere))
        uvicorn.run(create_app(service), port=asked.port, log_level="error", access_log=False)


@dataclass
class Visitor:
    """One client, and what it has seen."""

    socket: ClientConnection
    url: str
    first_ms: list[float] = field(default_factory=list)
    gaps_ms: list[float] = field(default_factory=list)
    lag_ms: list[float] = field(default_factory=list)
    received: int = 0
    talked: float = 0.0
    refused: int = 0
    film: list[bytes] = field(default_factory=list)

    def see(self, start: int, now: float) -> None:
        """Note how much later than its place says, ms, a stretch of film has come, compared with the soonest lately."""
        self.lag_ms.append(1000 * now - start)

    def late(self) -> list[float]:
        """Give by how many ms stretches of film were later than what a visitor has in hand: `IN_HAND`."""
        soonest, found = float("inf"), list[float]()
        for lag in self.lag_ms:
            soonest = min(soonest + DRIFT, lag)
            found.append(max(lag - soonest - IN_HAND, 0.0))
        return found

    async def say(self, text: str) -> None:
        """Let it say a text, and hear all of it."""
        await self.socket.send(json.dumps({"type": "speak", "text": text}))
        sent, first = time.monotonic(), 0.0
        while True:
            data = await self.socket.recv()
            self.received += len(data)
            now = time.monotonic()
            if isinstance(data, bytes):
                kind, _, _, _, number, start = HEADER.unpack_from(data)
                if kind == 1:
                    if not first:
                        first = now
                        self.first_ms.append(1000 * (now - sent))
                    else:  # how much later it has come than it was needed
                        self.gaps_ms.append(1000 * max(now - first - start / 1000, 0.0))
                elif kind == 3:
                    self.see(start, now)
                    if number and not first:
                        first = now
                        self.first_ms.append(1000 * (now - sent))
                continue
            event = json.loads(data)
            if event["type"] == "error" and event["code"] == "refused":  # chance may say anything
                return
            if event["type"] == "error" and event["code"] == "busy":
                self.refused += 1
                return
            if event["type"] == "error":
                raise RuntimeError(event["detail"])
            if event["type"] == "speech.ended":
                self.talked += event["position_ms"] / 1000
                return


def new_text(dice: random.Random) -> str:
    """Make a sentence that nobody has said before, or hardly."""
    one, two = (f"{dice.choice(WHO)} {dice.choice(WHAT)} {dice.choice(WHICH)}" for _ in range(2))
    return (
        f"{one} {dice.choice(WHEN)}, and {two[0].lower()}{two[1:]} by {dice.randint(2, 59)} past {dice.randint(1, 12)}."
    )


async def visit(url: str, mode: str) -> Visitor:
    """Open a session."""
    async with httpx.AsyncClient(timeout=120) as client:
        answer = await client.post(f"{url}/v1/sessions", json={"agent": "agent", "mode": mode})
    if answer.status_code != 201:
        raise RuntimeError(f"{answer.status_code} {answer.headers.get('retry-after')} {answer.json()['title']}")
    opened = answer.json()
    return Visitor(await connect(opened["ws_url"], max_size=None, max_queue=None), f"{url}/v1/sessions/{opened['id']}")


async def leave(visitor: Visitor) -> None:
    """End a session."""
    async with httpx.AsyncClient(timeout=60) as client:
        await client.delete(visitor.url)


async def latency(url: str, asked: argparse.Namespace) -> dict[str, Any]:
    """One visitor, one text after the other."""
    visitor, dice = await visit(url, asked.mode), random.Random(asked.seed)
    for index in range(asked.times):
        await visitor.say(new_text(dice) if asked.new else REPEATED[index % len(REPEATED)])
        told(f"text {index + 1} of {asked.times}: {visitor.first_ms[-1]:.0f} ms" if visitor.first_ms else "refused")
    return figures([visitor])


async def load(url: str, asked: argparse.Namespace, pid: int) -> dict[str, Any]:
    """Many visitors, each of whom lets it talk 30 % of the time."""
    empty = memory(pid)
    visitors, refused = [], ""
    for _ in range(asked.sessions):
        try:
            visitors.append(await visit(url, asked.mode))
        except RuntimeError as fault:  # noqa: PERF203 - the first that is turned away is the end
            refused = str(fault)
            break
    opened, spent, began = memory(pid), processor(pid), time.monotonic()
    await asyncio.gather(*(talk(visitor, asked, index) for index, visitor in enumerate(visitors)))
    lasted = time.monotonic() - began
    found = figures(visitors) | {
        "sessions": len(visitors),
        "refused": refused,
        "cores": round((processor(pid) - spent) / lasted, 3),
        "talking": round(sum(each.talked for each in visitors) / lasted / len(visitors), 3),
        "kB per idle session": round((opened - empty) / len(visitors) / 1000),
        "MB at the end": round(memory(pid) / 1e6),
        "kB/s": round(sum(each.received for each in visitors) / lasted / 1000, 1),
    }
    for visitor in visitors:
        await leave(visitor)
    return found


async def talk(visitor: Visitor, asked: argparse.Namespace, index: int) -> None:
    """Talk 30 % of the time."""
    dice, end = random.Random(asked.seed + index), time.monotonic() + asked.seconds
    heard = asyncio.create_task(asyncio.sleep(dice.uniform(0, min(10.0, asked.seconds / 3))))
    await heard
    while time.monotonic() < end:
        before = time.monotonic()
        await visitor.say(new_text(dice) if asked.new else dice.choice(REPEATED))
        pause = (time.monotonic() - before) * (1 / asked.talks - 1) * dice.uniform(0.7, 1.3)
        if asked.mode == "browser":
            await asyncio.sleep(pause)
        else:
            await watch(visitor, pause)


async def watch(visitor: Visitor, seconds: float) -> None:
    """See idle film."""

    async def look() -> None:
        while True:
            data = await visitor.socket.recv()
            visitor.received += len(data)
            if isinstance(data, bytes) and HEADER.unpack_from(data)[0] == 3:
                visitor.see(HEADER.unpack_from(data)[5], time.monotonic())

    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(look(), seconds)


def figures(visitors: list[Visitor]) -> dict[str, Any]:
    """Put together what visitors have seen."""
    first = sorted(value for each in visitors for value in each.first_ms) or [float("nan")]
    late = [value for each in visitors for value in each.gaps_ms if value > 20]
    film = [value for each in visitors for value in each.late()]
    return {
        "texts": len(first),
        "first media p50/p95 ms": f"{statistics.median(first):.0f}/{first[int(0.95 * (len(first) - 1))]:.0f}",
        "not said, for want of time": sum(each.refused for each in visitors),
        "late pieces": f"{len(late)} of {sum(len(each.gaps_ms) for each in visitors)}, {max(late, default=0):.0f} ms",
        "late film": f"{sum(map(bool, film))} of {len(film)} stretches, {max(film, default=0.0):.0f} ms",
    }


def memory(pid: int) -> int:
    """Give the resident memory of a process, bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def processor(pid: int) -> float:
    """Give the s of processor time that a process and those that it has started have taken."""
    found, ticks = 0, os.sysconf("SC_CLK_TCK")
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(place.parent.name) == pid or int(parts[1]) == pid:
            found += sum(int(each) for each in parts[11:15])
    return found / ticks


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("latency", "load", "stream", "serve"))
    parser.add_argument("--voice", default="fast")
    parser.add_argument("--new", action="store_true", help="texts that were never said before")
    parser.add_argument("--warm", type=int, default=len(REPEATED), help="texts that are said before")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--talks", type=float, default=0.3)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--core", type=int, default=None)
    parser.add_argument("--port", type=int, default=18311)
    parser.add_argument("--home", default="")
    asked = parser.parse_args()
    asked.mode = "stream" if asked.what == "stream" else "browser"
    if asked.what == "serve":
        serve(asked)
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, __file__, "serve", "--home", asked.home or folder, "--port", str(asked.port)]
        command += ["--new"] * asked.new
        pinned = [] if asked.core is None else ["taskset", "-c", str(asked.core)]
        process = subprocess.Popen([*pinned, *command, "--voice", asked.voice, "--limit", str(asked.limit)])
        url = f"http://127.0.0.1:{asked.port}"
        try:
            asyncio.run(measure(url, asked, process.pid))
        finally:
            process.terminate()
            process.wait(60)


async def measure(url: str, asked: argparse.Namespace, pid: int) -> None:
    """Wait for the server, warm it, and measure."""
    for _ in range(600):
        try:
            visitor = await visit(url, asked.mode)
            break
        except (httpx.HTTPError, OSError):
            await asyncio.sleep(0.1)
    told("the server is there")
    for text in REPEATED[: asked.warm]:
        await visitor.say(text)
        told(f"warmed: {visitor.first_ms[-1]:.0f} ms" if visitor.first_ms else "refused")
    await leave(visitor)
    found = await (latency(url, asked) if asked.what == "latency" else load(url, asked, pid))
    sys.stdout.writelines(f"{name:28} {value}\n" for name, value in found.items())


def told(line: str) -> None:
    """Tell what is being done."""
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
