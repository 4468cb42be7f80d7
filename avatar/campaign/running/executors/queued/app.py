"""Celery as long work on films needs it: each setting stands for something that went wrong without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError, NotInstalledError

if TYPE_CHECKING:
    from celery import Celery

CLIP, SEGMENT, ASSEMBLE = "clip", "segment", "assemble"
"""kinds of work, each with a queue of its own"""
KINDS = (ASSEMBLE, SEGMENT, CLIP)
"""all of them"""
INSTALL = "pip install 'avatar[queue]'"
_PREFIX = "avatar."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long work may take."""

    soft: float = 3300.0
    """s after which a clip is given up, and its row fails"""
    hard: float = 3600.0
    """s after which the process that makes it is killed, and it is delivered again"""
    visibility: float = 4500.0
    """s after which what nobody has finished is delivered again: its worker is lost"""
    patience: float = 60.0
    """s that work has to end when a worker is asked to stop; what has not is delivered again"""
    deliveries: int = 5
    """of one piece of work, after which it is set aside as a dead letter"""

    @classmethod
    def of(cls, hard: float) -> Limits:
        """Derive them from the longest that a clip may take, s, so that nothing is delivered while it is worked at."""
        if hard < 1:
            raise InputError(f"The time limit {hard:g} is too short; give at least 1 s.")
        return cls(hard * 0.92, hard, hard * 1.25)


def queue_of(kind: str) -> str:
    """Name the queue of a kind of work."""
    return f"{_PREFIX}{kind}"


def canary_queue(node: str) -> str:
    """Name the queue by which a worker shows that it still takes work."""
    return f"{_PREFIX}canary.{node}"


def make_app(broker: str, limits: Limits) -> Celery:
    """Set Celery up. Raise `NotInstalledError` where it is not there, `InputError` for a broker that is no Redis."""
    if not broker.startswith(("redis://", "rediss://", "unix://", "redis+socket://")):
        raise InputError(f"The broker {broker!r} is not a Redis; give its URL, such as redis://localhost:6379/0.")
    try:
        import redis  # noqa: F401 - Celery would miss it later
        from celery import Celery
    except ImportError:
        raise NotInstalledError(f"Workers need Celery and Redis; install them: {INSTALL}.") from None
    app = Celery("avatar", broker=broker, set_as_current=False)
    app.conf.update(
        # A message is gone when its work is done, not when it begins; a killed process gives it back.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_acks_on_failure_or_timeout=False,
        # One piece of work at a time, none laid up by a worker that is busy.
        worker_prefetch_multiplier=1,
        worker_disable_prefetch=True,
        task_soft_time_limit=limits.soft,
        task_time_limit=limits.hard,
        worker_soft_shutdown_timeout=limits.patience,
        worker_enable_soft_shutdown_on_idle=False,
        broker_transport_options={
            "visibility_timeout": limits.visibility,
            "socket_keepalive": True,
            "health_check_interval": 10,
            "retry_on_timeout": True,
        },
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_pool_limit=4,
        # Work goes on while Redis is away; what is delivered a second time finds it done.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        # What became of a clip stands in the manifest.
        task_ignore_result=True,
        result_backend=None,
        result_expires=3600,
        task_serializer="json",
        accept_content=["json"],
        task_create_missing_queues=True,
        task_default_queue=queue_of(CLIP),
        task_routes={f"{_PREFIX}{kind}": {"queue": queue_of(kind)} for kind in KINDS},
        worker_max_tasks_per_child=40,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        enable_utc=True,
    )
    return app


def task_name(kind: str) -> str:
    """Name the task of a kind of work."""
    return f"{_PREFIX}{kind}"
