"""The brain that an agent's settings name."""

from __future__ import annotations

from avatar.errors import InputError
from avatar.runtime.folders import Home
from avatar.service.brain.clause import Brain
from avatar.service.config import Agent

KINDS = ("faq", "chat")


def require_brain(agent: Agent) -> None:
    """Raise `InputError` for settings of a brain, or a file, that cannot be used; quick where there is no file."""
    if agent.brain.kind == "chat":
        from avatar.service.brain.chat.endpoint import ChatEndpoint

        ChatEndpoint(agent.brain, agent.name)
    if agent.brain.faq:
        from avatar.service.brain.faq.reading import read_faq

        read_faq(agent.brain.faq)


def open_brain(agent: Agent, home: Home, purpose: str = "customer-service") -> Brain:
    """Get an agent's brain ready, with the rules of its tenant's home for what may be said for this purpose.

    Raise `InputError` that names the setting for what cannot be used; no endpoint is asked yet.
    """
    kind = agent.brain.kind
    if kind not in KINDS:
        raise InputError(f"There is no brain {kind!r} for the agent {agent.name!r}; choose {' or '.join(KINDS)}.")
    if kind == "chat":
        from avatar.service.brain.chat.brain import ChatBrain

        return ChatBrain(agent, home, purpose)
    from avatar.service.brain.faq.brain import FaqBrain

    return FaqBrain(agent, home, purpose)
