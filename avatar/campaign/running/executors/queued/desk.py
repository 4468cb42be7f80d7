"""What workers know of each other, in Redis: a loss of all of it costs time and no clip, for the manifest counts."""

from __future__ import annotations

import json
import secrets
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX = "avatar:"
_SENT, _DEAD, _PROGRESS = f"{_PREFIX}sent", f"{_PREFIX}dead", f"{_PREFIX}progress"
_HOLD_MS = 10_000
"""after which a clip is free whose worker was lost without a word"""
_BEAT = 2.5
"""s between two signs of life of who holds a clip"""
_LOOK = 0.5
"""s between two looks at a clip that somebody else holds"""
_COUNTED = 7 * 24 * 3600
"""s for which deliveries are counted"""
_EVERY = 0.5
"""s between two notes on progress"""
_FREE = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end"


class Desk:
    """The keys in one Redis."""

    def __init__(self, broker: str) -> None:
        """Open it; it waits through a restart of Redis."""
        import redis
        from redis.backoff import ExponentialBackoff
        from redis.exceptions import ConnectionError as Gone
        from redis.exceptions import TimeoutError as Late
        from redis.retry import Retry

        self._redis: Any = redis.Redis.from_url(
            broker,
            decode_responses=True,
            retry=Retry(ExponentialBackoff(cap=2.0, base=0.1), 30),
            retry_on_error=[Gone, Late],
            socket_keepalive=True,
            health_check_interval=10,
        )

    def sent(self, key: str) -> None:
        """Note that a piece of work was handed in."""
        self._redis.hset(_SENT, key, f"{time.time():.3f}")

    def is_sent(self, key: str) -> bool:
        """Tell whether a piece of work waits in a queue or is being done."""
        return bool(self._redis.hexists(_SENT, key))

    def finished(self, key: str) -> None:
        """Note that a piece of work has an end."""
        self._redis.hdel(_SENT, key)
        self._redis.hdel(_PROGRESS, key)
        self._redis.delete(f"{_PREFIX}deliveries:{key}")

    def delivered(self, key: str) -> int:
        """Count a delivery of a piece of work; give how many there were."""
        name = f"{_PREFIX}deliveries:{key}"
        count = int(self._redis.incr(name))
        self._redis.expire(name, _COUNTED)
        return count

    @contextmanager
    def holding(self, key: str, node: str) -> Iterator[None]:
        """Keep a clip to oneself in a block, waiting for whoever has it; a lost worker's is free after a while."""
        name, token, ended = f"{_PREFIX}hold:{key}", secrets.token_hex(8), threading.Event()
        while not self._redis.set(name, token, nx=True, px=_HOLD_MS):
            time.sleep(_LOOK)

        def beat() -> None:
            while True:
                with suppress(Exception):  # while Redis is away nobody else is given the clip either
                    self._redis.set(name, token, px=_HOLD_MS)
                    self._redis.set(f"{_PREFIX}busy:{node}", token, px=_HOLD_MS)
                if ended.wait(_BEAT):
                    return

        beating = threading.Thread(target=beat, daemon=True)
        beating.start()
        try:
            yield
        finally:
            ended.set()
            beating.join()
            self._redis.eval(_FREE, 1, name, token)
            self._redis.delete(f"{_PREFIX}busy:{node}")

    def is_held(self, key: str) -> bool:
        """Tell whether somebody is at a clip."""
        return bool(self._redis.exists(f"{_PREFIX}hold:{key}"))

    def is_busy(self, node: str) -> bool:
        """Tell whether a worker is at any clip."""
        return bool(self._redis.exists(f"{_PREFIX}busy:{node}"))

    def note(self, key: str, stage: str, done: int, total: int) -> None:
        """Note how far a clip is."""
        self._redis.hset(_PROGRESS, key, json.dumps([stage, done, total]))

    def progress(self) -> dict[str, tuple[str, int, int]]:
        """Give how far the clips are that are being made."""
        return {key: tuple(json.loads(text)) for key, text in self._redis.hgetall(_PROGRESS).items()}

    def bury(self, key: str, work: dict[str, Any]) -> None:
        """Set a piece of work aside that comes back again and again."""
        self._redis.hset(_DEAD, key, json.dumps(work))

    def dead(self) -> list[str]:
        """List what was set aside."""
        return sorted(self._redis.hkeys(_DEAD))

    def raised(self, key: str) -> None:
        """Take a piece of work from what was set aside, to be tried again."""
        self._redis.hdel(_DEAD, key)
        self._redis.delete(f"{_PREFIX}deliveries:{key}")

    def is_idle(self, queues: list[str]) -> bool:
        """Tell whether nothing waits in some queues and nothing is being done."""
        if any(self._redis.llen(queue) for queue in queues):
            return False
        return next(self._redis.scan_iter(f"{_PREFIX}hold:*", count=1000), None) is None

    def is_underway(self, sign: str) -> bool:
        """Tell whether a message that bears a sign was taken by somebody who may still be at it."""
        return any(sign in text for text in self._redis.hvals("unacked"))

    def sing(self, node: str, song: str) -> None:
        """Let a worker show that it takes work."""
        self._redis.set(f"{_PREFIX}canary:{node}", song, ex=3600)

    def heard(self, node: str) -> str:
        """Give what a worker has last shown."""
        return str(self._redis.get(f"{_PREFIX}canary:{node}") or "")


class Noting:
    """A watch that notes how far a clip is, no more often than anybody looks; where Redis is away it notes nothing."""

    def __init__(self, desk: Desk, key: str) -> None:
        """Take where, and of which clip."""
        self._desk, self._key = desk, key
        self._stage, self._at = "", 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Note it."""
        now = time.monotonic()
        if stage != self._stage or now - self._at >= _EVERY:
            self._stage, self._at = stage, now
            with suppress(Exception):
                self._desk.note(self._key, stage, done, total)
