"""Ask the demonstration file in other words: how often is it the right answer, and how often a wrong one.

    python -m tests.measure.faq_trials [--file FILE.toml] [--questions QUESTIONS.tsv] [--verbose]

"right" is the answer that was meant, or for what the file doesn't answer the honest "I don't know"; "offered" asks
"Do you mean", with the right question among those, or some question where none is right; "open" doesn't know, or
offers others; "wrong" gives an answer to another question.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from avatar.runtime.folders import Home
from avatar.service.brain.conversation import Conversation
from avatar.service.brain.faq.brain import FaqBrain
from avatar.service.brain.phrases import phrase
from avatar.service.config import Agent, BrainSettings

QUESTIONS = Path(__file__).with_name("faq_questions.tsv")


def read(path):
    """Give what is meant, the language and the question of each line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]


def outcome(brain, meant, question):
    """Ask one question in a conversation of its own."""
    conversation = Conversation()
    text, _ = brain._think(conversation, question)
    if conversation.topic:
        return "right" if conversation.topic == meant else "wrong"
    is_honest = text.startswith(phrase("unknown", conversation.language))
    if meant == "-":
        return "right" if is_honest else "offered"
    return "offered" if meant in conversation.offered and not is_honest else "open"


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        agent = Agent("anna", "default", "xiaochen", brain=BrainSettings(faq=asked.file))
        brain = FaqBrain(agent, Home.at(folder), "customer-service")
    counts: dict[str, Counter] = {}
    for meant, language, question in read(asked.questions):
        found = outcome(brain, meant, question)
        for key in (language, "outside" if meant == "-" else "inside", "all"):
            counts.setdefault(key, Counter())[found] += 1
        if asked.verbose and found != "right":
            best = [(each.entry.name, round(each.score, 2)) for each in brain._index.search(question)[:3]]
            print(f"{found:8s} {meant:18s} {question}  {best}")  # noqa: T201
    print("| questions | n | right | offered | open | wrong |\n|---|---|---|---|---|---|")  # noqa: T201
    for key, row in counts.items():
        n = row.total()
        shares = " | ".join(f"{100 * row[name] / n:.1f} %" for name in ("right", "offered", "open", "wrong"))
        print(f"| {key} | {n} | {shares} |")  # noqa: T201


if __name__ == "__main__":
    main()
