"""Make phones of the mouth shapes that a service names, and put words where it says that they are."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from avatar.data import Phone, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Speech
    from avatar.speech.http.reply import Boundary, Shape

SHAPES = (
    "", "æ ə ʌ a ɐ", "ɑ", "ɔ ɒ", "ɛ ʊ e", "ɝ ɚ", "j i ɪ y", "w u", "o", "aʊ", "ɔɪ", "aɪ", "h x", "ɹ r ʁ ɾ", "l",
    "s z ts", "ʃ tʃ dʒ ʒ ɕ tɕ ʂ ʈʂ ʐ", "ð θ", "f v", "d t n", "k ɡ ŋ", "p b m",
)  # fmt: skip
"""phones of each of Azure's mouth shapes, 0-21: the first stands for it where the text does not say which it is"""
_SHAPE_OF = {phone: number for number, phones in enumerate(SHAPES) for phone in phones.split()}
SHORTEST = 0.01
"""s of a phone"""


def phones_of(shapes: Sequence[Shape], speech: Speech) -> tuple[Phone, ...]:
    """Give a phone for each mouth shape, at its time.

    Which of its phones it is, and whose, is told by `speech`: the same sound with phones that were found in another
    way, in the order of the text. The times of those do not count.
    """
    spans = _spans(shapes, speech.seconds)
    meant = _meant([number for number, _, _ in spans], speech.phones)
    phones = []
    for index, (number, start, end) in enumerate(spans):
        found = meant.get(index)
        if found is not None:
            phones.append(replace(found, start=start, end=end))
        else:
            phones.append(Phone(SHAPES[number].split()[0], start, end, word=_word_at((start + end) / 2, speech.words)))
    return _in_order(phones)


def _meant(numbers: Sequence[int], phones: Sequence[Phone]) -> dict[int, Phone]:
    """Find which phone of the text each shape is of; one whose shape is not known is taken for the one in its place."""
    known = [_shape_of(phone.ipa) for phone in phones]
    steps = SequenceMatcher(None, known, numbers, autojunk=False).get_opcodes()
    return {
        there + step: phones[here + step]
        for _, here, end, there, stop in steps
        if end - here == stop - there
        for step in range(end - here)
        if known[here + step] in (-1, numbers[there + step])
    }


def words_at(speech: Speech, boundaries: Sequence[Boundary]) -> Speech:
    """Move words, and their phones with them, to where the service says that they are; others stay."""
    phones = list(speech.phones)
    for index, told in _same(speech.words, boundaries).items():
        word = speech.words[index]
        scale = (told.end - told.start) / max(word.end - word.start, SHORTEST)
        for place, phone in enumerate(phones):
            if phone.word == index:
                start = told.start + (phone.start - word.start) * scale
                end = told.start + (phone.end - word.start) * scale
                phones[place] = replace(phone, start=start, end=max(end, start + SHORTEST / 10))
    return with_words(replace(speech, phones=_within(phones, speech.seconds)))


def with_words(speech: Speech) -> Speech:
    """Let each word last from its first phone to its last; a word that no phone is left of lies where it was."""
    words = []
    for index, word in enumerate(speech.words):
        own = [phone for phone in speech.phones if phone.word == index]
        words.append(Word(word.text, own[0].start, own[-1].end) if own else word)
    return replace(speech, words=tuple(words))


def _same(words: Sequence[Word], boundaries: Sequence[Boundary]) -> dict[int, Boundary]:
    """Find which words the service means, by what is written, in order."""
    told = [each for each in boundaries if each.end > each.start]
    matcher = SequenceMatcher(None, [*map(_plain, words)], [*map(_plain, told)], autojunk=False)
    return {
        block.a + step: told[block.b + step] for block in matcher.get_matching_blocks() for step in range(block.size)
    }


def _plain(word: Word | Boundary) -> str:
    return "".join(filter(str.isalnum, word.text)).casefold()


def _shape_of(ipa: str) -> int:
    """Say which mouth shape a phone has; -1 for one that none is known of."""
    plain = ipa.replace("ː", "").replace("g", "ɡ")
    for length in (2, 1):
        if plain[:length] in _SHAPE_OF:
            return _SHAPE_OF[plain[:length]]
    return -1


def _spans(shapes: Sequence[Shape], seconds: float) -> list[tuple[int, float, float]]:
    """Give each shape but that of silence from when to when it is seen, s."""
    ends = [min(shape.start, seconds) for shape in shapes[1:]] + [seconds]
    return [
        (shape.number, shape.start, end)
        for shape, end in zip(shapes, ends, strict=True)
        if shape.number and end - shape.start >= SHORTEST
    ]


def _word_at(time: float, words: Sequence[Word]) -> int:
    near = [index for index, word in enumerate(words) if word.start <= time < word.end]
    return near[0] if near else -1


def _in_order(phones: Sequence[Phone]) -> tuple[Phone, ...]:
    """Keep the words of phones in their order, where a shape was taken for one of another word."""
    latest, kept = -1, []
    for phone in phones:
        word = phone.word if phone.word >= latest else latest
        latest = max(latest, word)
        kept.append(replace(phone, word=word))
    return tuple(kept)


def _within(phones: Sequence[Phone], seconds: float) -> tuple[Phone, ...]:
    """Keep phones from overlapping, and within the sound."""
    kept, end = list[Phone](), 0.0
    for phone in sorted(phones, key=lambda each: each.start):
        start = max(phone.start, end)
        if min(phone.end, seconds) - start > 1e-6:
            kept.append(replace(phone, start=start, end=min(phone.end, seconds)))
            end = kept[-1].end
    return tuple(kept)
