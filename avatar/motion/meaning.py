"""What is asked and what is denied, as far as a face shows it: by the words, and by a voice that rises at the end."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.data import Speech, Word
    from avatar.motion.prosody import Prosody

# Chinese and Japanese words hold these; words of other languages are them.
_DENY_WITHIN = {"zh": ("不", "没", "别", "无", "未"), "ja": ("ない", "ません", "なく"), "ko": ("않", "없", "못")}
_HARMLESS = (
    *("不错", "不过", "不但", "不仅", "不断", "不客气", "没关系", "没问题", "特别", "别人", "别的", "无论"),
    "差不多",
)
_DENY = {
    "en": "no not never none nothing nobody nowhere neither nor cannot without",
    "de": "nein nicht kein keine keinen keinem keiner nie niemals niemand nichts",
    "fr": "non pas jamais rien aucun aucune personne",
    "es": "no nunca jamás nada nadie ningún ninguna tampoco",
    "it": "no non mai niente nessuno nulla",
    "pt": "não nunca nada ninguém nenhum nenhuma",
    "ru": "нет не ни никогда ничего никто",
    "ar": "لا لم لن ليس ليست غير",
}
_ASK_WITHIN = {"zh": ("吗", "什么", "怎么", "哪", "谁", "为何", "是否"), "ja": ("でしょうか", "ますか", "ですか")}
_ASK_LAST = {"zh": ("吗", "呢", "么"), "ja": ("か", "かな"), "ko": ("까", "까요", "나요")}
_ASK = {
    "de": "wer was wie wo warum wann wohin woher wieso welche welcher welches",
    "fr": "est-ce pourquoi comment combien quel quelle quels quelles où",
    "es": "qué quién quiénes cómo cuándo dónde cuál cuáles cuánto cuánta cuántos",
    "it": "chi cosa perché quando dove quale quanto",
    "pt": "quem quando onde qual quais quanto",
    "ru": "кто что где когда почему зачем какой какая сколько ли",
    "ar": "هل أين كيف متى لماذا ماذا كم",
}
_ASKING_VERBS = frozenset(
    "do does did am are is was were can could will would should shall have has had may might".split()  # noqa: SIM905
) | frozenset("don't doesn't didn't aren't isn't wasn't can't couldn't wouldn't won't haven't hasn't".split())  # noqa: SIM905
_ASKED = frozenset(
    "i you he she it we they the this that these those there your my his her our their any".split()  # noqa: SIM905
)
_WH = frozenset(("what", "who", "whom", "whose", "which", "where", "when", "why", "how"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """When something is asked or denied."""

    questions: tuple[tuple[float, float], ...] = ()
    """start and end of each phrase that asks, s"""
    denials: tuple[float, ...] = ()
    """when the word begins that denies, s"""


def understand(speech: Speech, prosody: Prosody) -> Meaning:
    """Find the phrases that ask and the words that deny; of a language that is not known, what the voice tells."""
    language = speech.language.split("-")[0].lower()
    questions = []
    for index, (start, end) in enumerate(prosody.phrases):
        words = [word.text.lower() for word in speech.words if start - 0.05 <= word.start < end]
        if _asks(words, language) or index in prosody.rising:
            questions.append((start, end))
    denials = [word.start for word in speech.words if _denies(word, language)]
    return Meaning(tuple(questions), tuple(denials))


def _denies(word: Word, language: str) -> bool:
    text = word.text.lower()
    if language in _DENY_WITHIN:
        return any(part in text for part in _DENY_WITHIN[language]) and not any(part in text for part in _HARMLESS)
    return text in _DENY.get(language, "").split() or (language == "en" and text.endswith(("n't", "n’t")))


def _asks(words: list[str], language: str) -> bool:
    if not words:
        return False
    if language == "en":
        is_turned = any(
            one in _ASKING_VERBS and other in _ASKED
            for one, other in pairwise(words[:4])
            if words[0] in _WH or one == words[0]
        )
        return is_turned or (words[0] in _WH and len(words) > 1 and words[1] in _ASKING_VERBS)
    return (
        any(part in word for word in words for part in _ASK_WITHIN.get(language, ()))
        or words[-1] in _ASK_LAST.get(language, ())
        or words[0] in _ASK.get(language, "").split()
    )
