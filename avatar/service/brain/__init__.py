"""Who thinks of answers: a file of questions and answers, or any model behind an OpenAI-compatible endpoint.

What is here is all that a session needs: it opens an agent's brain once, keeps a conversation per visitor, and speaks
the clauses that come, in order. Every one of them has passed the policy.
"""

from __future__ import annotations

from avatar.service.brain.clause import Brain, Clause
from avatar.service.brain.conversation import Conversation, Turn
from avatar.service.brain.opening import open_brain

__all__ = ["Brain", "Clause", "Conversation", "Turn", "open_brain"]
