"""Ask the demonstration file in other words: how often is it the right answer, and how often a wrong one.

    python -m tests.measure.faq_trials [--file FILE.toml] [--questions QUESTIONS.tsv] [--verbose]

"right" is the answer that was meant, or for what the file doesn't answer the honest "I don't know"; "offered" names
the right question among those that may be meant; "open" says it doesn't know, or offers others; "wrong" gives an
answer to another question.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from avatar.runtime.folders import Home
from avatar.service.brain.conversation import Conversation
from avatar.service.brain.faq.brain import FaqBrain
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
    if meant == "-":
        return "right"
    topics = conversation.offered if "topics" not in text else ()
    is_offer = meant in topics and not text.startswith(brain_unknown(conversation.language))
    return "offered" if is_offer else "open"


def brain_unknown(language):
    """Give how an agent says that it doesn't know."""
    from avatar.service.brain.phrases import phrase

    return phrase("unknown", language)


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
