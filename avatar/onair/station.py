"""A station: it says what comes, draws ahead of the clock, and sends each frame when it is due."""

from __future__ import annotations

import queue
import threading
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.clip.sentry import Sentry, Watched
from avatar.clip.speaking import Voices
from avatar.errors import AvatarError, RefusedError
from avatar.live import CLOSING
from avatar.onair.course import Course
from avatar.onair.lines import QUIT, STOP
from avatar.runtime.threads import kept_ready

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import av
    import numpy as np
    from numpy.typing import NDArray

    from avatar.clip.permit import Permit
    from avatar.clip.script import Script
    from avatar.live import Lines, Stage, Stream
    from avatar.marks.watermark import Marker
    from avatar.onair.course import Stretch
    from avatar.onair.lines import Line
    from avatar.onair.sending import Sender

IDLE_SECONDS = 60
"""s of idle motion before it comes again"""
_AHEAD = 6
"""frames that are drawn before they are due: a text is heard after that, and what it takes to speak it"""
_WAITING = 100
"""texts that may wait; who writes more waits too"""
_LATE = 0.3
"""s that a frame may be late before the clock is put back"""
_APART = 1.2
"""s between two looks at whose face is seen"""
_WARM = {"zh": "您好。", "ja": "こんにちは。", "ko": "안녕하세요.", "ru": "Здравствуйте.", "ar": "مرحبا."}
"""what is spoken for nobody to hear, where Latin letters are not read"""
_LOOK = 0.25
"""s between two looks at whether the record still allows it, and whether anything has failed"""


@dataclass(slots=True)
class Report:
    """What was on the air."""

    frames: int = 0
    """that were sent"""
    said: int = 0
    """texts that were spoken"""
    refused: int = 0
    """texts that were not"""
    late_s: float = 0.0
    """s by which the clock was put back, because pictures were not there in time"""
    first_s: list[float] = field(default_factory=list)
    """s from each text, or from the end of the one before, to the moment when the first of it is due"""


class Station:
    """One stream on the air. Lines may be given by any thread; `run` is called once."""

    def __init__(
        self, stage: Stage, stream: Stream, senders: Sequence[Sender], tell: Callable[[str], None] = lambda _: None
    ) -> None:
        """Take who is shown, leave to show them, and where to; `tell` hears what a person should know, one sentence."""
        self._stage, self._stream, self._senders, self._tell = stage, stream, senders, tell
        self._fps = float(stage.fps)
        idle = stage.rest(IDLE_SECONDS)
        self._idle_key = idle.key
        self._course = Course(idle.motion.rows(), idle.key, self._fps)
        self._lines: queue.Queue[tuple[int, float, Line] | None] = queue.Queue(_WAITING)
        self._drawn: queue.Queue[tuple[av.VideoFrame, NDArray[np.float32]]] = queue.Queue(_AHEAD)
        self._over, self._turn, self._end = threading.Event(), 0, -1
        self._fault: BaseException | None = None
        self._markers: dict[str, Marker] = {}
        self.report = Report()
        """what has been done so far"""

    def say(self, line: Line) -> None:
        """Take a line: a text waits until the ones before are over, `STOP` ends what is being said, `QUIT` all."""
        if line.text in (STOP, QUIT):
            self._turn += 1
            with suppress(queue.Empty):
                while (left := self._lines.get_nowait()) is not None:
                    left[2].answer("stopped")
            self._course.interrupt()
            if line.text == QUIT:
                self.finish()
            line.answer("stopped")
            return
        self._lines.put((self._turn, time.monotonic(), line))

    def finish(self) -> None:
        """Let it end when everything has been said."""
        self._lines.put(None)

    def run(self, seconds: float | None = None) -> Report:
        """Be on the air until `finish`, so many s, or a fault, which is raised.

        Raise `RefusedError` when the portrait may not be shown any longer, `OutputError` where nothing can be sent.
        """
        if seconds is not None:
            self._end = max(round(seconds * self._fps), 1)
        with ExitStack() as stack:
            stack.enter_context(kept_ready(is_live=True))
            self._stage.crew.get_ready(self._stage.portrait, self._stage.fps, self._stage.size)
            for sender in self._senders:
                stack.callback(sender.close)
                sender.open()
            self._stream.begin()  # every place was reached, and no picture has gone out
            self._stream.show_idle(self._idle_key)
            workers = [
                threading.Thread(target=self._guarded, args=(work,), name=f"avatar-{name}", daemon=True)
                for name, work in (("speak", self._speak), ("draw", self._draw), ("clock", self._keep_time))
            ]
            stack.callback(self._stop, workers)
            for worker in workers:
                worker.start()
            while not self._over.wait(_LOOK):
                self._stream.require_still()
        if self._fault is not None:
            raise self._fault
        return self.report

    def _stop(self, workers: Sequence[threading.Thread]) -> None:
        self._over.set()
        with suppress(queue.Empty):
            while True:
                self._drawn.get_nowait()
        with suppress(queue.Full):
            self._lines.put_nowait(None)
        for worker in workers:
            worker.join(1.0)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001 - raised again by whoever runs the station
            self._fault = self._fault or fault
            self._over.set()

    def _speak(self) -> None:
        """Say one text after the other."""
        with ExitStack() as stack:
            opened: dict[object, Voices] = {}

            def voices(script: Script) -> Voices:
                if script.lent not in opened:
                    settings = self._stage.request.settings.speech
                    opened[script.lent] = stack.enter_context(Voices(settings, lent=script.lent))
                return opened[script.lent]

            self._warm(voices)
            free = 0.0
            while not self._over.is_set() and (item := self._lines.get()) is not None:
                turn, arrived, line = item
                arrived = max(arrived, free)
                try:
                    line.answer(self._say_one(turn, arrived, line.text, voices))
                except AvatarError as fault:
                    self._course.give_up()
                    self.report.refused += 1
                    line.answer(f"refused: {fault}")
                    if isinstance(fault, RefusedError):
                        self._stream.require_still()  # not a text, but the portrait: that ends all
                free = time.monotonic()
            if self._end < 0:
                self._end = self._course.end + round(CLOSING * self._fps)

    def _warm(self, voices: Callable[[Script], Voices]) -> None:
        """Let the voice load before somebody waits for it."""
        language = self._stage.request.settings.text.language
        with suppress(AvatarError):
            lines = self._stage.read(_WARM.get(language.partition("-")[0].lower(), "Hello."))
            voices(lines.script).speak(lines.passages[0])

    def _say_one(self, turn: int, arrived: float, text: str, voices: Callable[[Script], Voices]) -> str:
        lines = self._stage.read(text)
        permit = self._stream.clear(lines)
        first = -1
        for start in self._passages(turn, lines, permit, voices(lines.script)):
            if first < 0:
                first = start
                ahead = (start - self._course.free + self._drawn.qsize()) / self._fps
                self.report.first_s.append(round(time.monotonic() - arrived + ahead, 3))
        while turn == self._turn and not self._course.wait_until(self._course.end, 0.5):
            if self._over.is_set():
                return "stopped"
        if turn != self._turn:
            return "stopped"
        self.report.said += 1
        return "said"

    def _passages(self, turn: int, lines: Lines, permit: Permit, voices: Voices) -> Iterator[int]:
        """Speak passage by passage, and yield the frame at which each piece begins."""
        stage, course = self._stage, self._course
        for passage in lines.passages:
            key, known = stage.key(passage), 0
            for bit in stage.unfold(voices, passage, key):
                if turn != self._turn or self._over.is_set():
                    return
                start, length = course.end, len(bit.take)
                if length > known:
                    show = self._stream.show_more if known else self._stream.show
                    begins = (start - bit.first + known) / self._fps
                    show(permit, passage, key, begins, (length - known) / self._fps)
                    known = length
                per = len(bit.take.speech.samples) / bit.end
                sound = bit.take.speech.samples[round(bit.first * per) :]
                rows = bit.take.motion.rows()[bit.first : bit.end]
                yield course.add(rows, sound, key, bit.first, is_last=bit.is_last and passage.is_last)

    def _draw(self) -> None:
        """Draw, ahead of the clock."""
        owner: object = None
        expected, pictures = -1, None
        floor = self._stage.request.settings.identity.floor
        whose = Watched.in_clip(self._stage.portrait, self._stage.crew, floor, self._stage.home)
        with ExitStack() as stack:
            sentry = Sentry(whose, _APART, lambda verdict: self._tell(_ALARM))
            stack.callback(sentry.close)
            while not self._over.is_set():
                for stretch in self._course.take(1):
                    if pictures is None or stretch.owner is not owner or stretch.first != expected:
                        owner, pictures = stretch.owner, self._drawing(stretch, sentry)
                    expected = stretch.first + stretch.count
                    _, picture = next(pictures)
                    self._hand_over(picture, stretch.sound)

    def _drawing(self, stretch: Stretch, sentry: Sentry) -> Iterator[tuple[int, av.VideoFrame]]:
        if stretch.key not in self._markers:
            idle = self._markers.get(self._idle_key)
            self._markers = {self._idle_key: idle} if idle else {}
            self._markers[stretch.key] = self._stage.marker(stretch.key)
        marker = self._markers[stretch.key]
        return self._stage.develop(
            stretch.rows, stretch.first, marker, lambda frames: sentry.passing(frames, self._fps)
        )

    def _hand_over(self, picture: av.VideoFrame, sound: NDArray[np.float32]) -> None:
        while not self._over.is_set():
            with suppress(queue.Full):
                self._drawn.put((picture, sound), timeout=0.2)
                return

    def _keep_time(self) -> None:
        """Send each frame when it is due."""
        zero, number = 0.0, 0
        while not self._over.is_set() and number != self._end:
            try:
                picture, sound = self._drawn.get(timeout=0.2)
            except queue.Empty:
                continue
            now = time.monotonic()
            zero = zero or now
            late = now - zero - number / self._fps
            if late > _LATE:  # whoever looks has waited, and the stream goes on from there
                zero += late
                self.report.late_s = round(self.report.late_s + late, 3)
            elif late < 0 and self._over.wait(-late):
                break
            picture.pts, picture.time_base = number, 1 / self._stage.fps
            for sender in self._senders:
                sender.send(picture, sound)
            number += 1
            self.report.frames = number
        self._over.set()


_ALARM = "The pictures do not show the face of the portrait any longer; see docs/identity.md."
