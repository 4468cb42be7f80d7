"""Count what a regular expression costs: a matcher that backtracks like the real one, and counts as it does."""

from __future__ import annotations

import re
import sys
from functools import partial

if sys.version_info >= (3, 11):
    from re import _constants as op
    from re import _parser as parser
else:
    import sre_constants as op
    import sre_parse as parser

ONE_SIGN = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
CATEGORIES = {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_SPACE: r"\s", op.CATEGORY_WORD: r"\w"} | {
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_NOT_WORD: r"\W",
}


class Steps:
    """One expression on one text."""

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.text, self.count = text, 0
        self._nodes = list(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))
        self._is_dotall = bool(pattern.flags & re.DOTALL)
        self._known: dict[tuple[int, str], bool] = {}

    def spans(self) -> list[tuple[int, int]]:
        """Find what `finditer` finds, from left to right."""
        found, at = [], 0
        while at <= len(self.text):
            end = next(self._all(self._nodes, at), None)
            if end is not None:
                found.append((at, end))
            at = at + 1 if end is None or end == at else end
        return found

    def _all(self, nodes, at):
        if not nodes:
            yield at
            return
        rest = nodes[1:]
        for end in self._one(nodes[0], at):
            yield from self._all(rest, end)

    def _one(self, node, at):
        kind, value = node
        self.count += 1
        if kind in ONE_SIGN:
            if at < len(self.text) and self._is(node, self.text[at]):
                yield at + 1
        elif kind in REPEATS:
            yield from self._repeated(kind, *value, at)
        elif kind is op.SUBPATTERN:
            yield from self._all(list(value[-1]), at)
        elif kind is op.BRANCH:
            for way in value[1]:
                yield from self._all(list(way), at)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            if self._looks(*value, at) is (kind is op.ASSERT):
                yield at
        elif kind is op.AT:
            if self._is_at(value, at):
                yield at
        else:
            raise NotImplementedError(kind)

    def _repeated(self, kind, least, most, item, at):
        if len(item) == 1 and item[0][0] in ONE_SIGN:
            yield from self._run(kind, least, most, item[0], at)
            return
        more = partial(self._more, kind, least, most, item)
        if least == 0 and kind is op.MIN_REPEAT:
            yield at
        if most > 0:
            yield from more(at)
        if least == 0 and kind is op.MAX_REPEAT:
            yield at

    def _more(self, kind, least, most, item, at):
        for end in self._all(list(item), at):
            if end > at:
                yield from self._repeated(kind, max(0, least - 1), most - 1, item, end)

    def _run(self, kind, least, most, item, at):
        end = at
        if kind is op.MIN_REPEAT:
            while True:
                if end - at >= least:
                    yield end
                self.count += 1
                if end - at >= most or end >= len(self.text) or not self._is(item, self.text[end]):
                    return
                end += 1
        while end - at < most and end < len(self.text) and self._is(item, self.text[end]):
            self.count += 1
            end += 1
        while end - at >= least:
            self.count += 1
            yield end
            end -= 1

    def _looks(self, direction, item, at):
        width = item.getwidth()[1]
        if direction < 0 and at < width:
            return False
        return next(self._all(list(item), at if direction > 0 else at - width), None) is not None

    def _is_at(self, where, at):
        if where is op.AT_BOUNDARY:
            sides = [0 <= place < len(self.text) and bool(re.match(r"\w", self.text[place])) for place in (at - 1, at)]
            return sides[0] is not sides[1]
        return at == 0 if where in (op.AT_BEGINNING, op.AT_BEGINNING_STRING) else at == len(self.text)

    def _is(self, node, sign):
        key = (id(node), sign)
        if key not in self._known:
            self._known[key] = self._tells(node, sign)
        return self._known[key]

    def _tells(self, node, sign):
        kind, value = node
        if kind is op.ANY:
            return self._is_dotall or sign != "\n"
        if kind is op.LITERAL:
            return ord(sign) == value
        if kind is op.NOT_LITERAL:
            return ord(sign) != value
        is_negated = value[0][0] is op.NEGATE
        return any(self._is_of(each, sign) for each in value[is_negated:]) is not is_negated

    def _is_of(self, each, sign):
        kind, value = each
        if kind is op.LITERAL:
            return ord(sign) == value
        if kind is op.RANGE:
            return value[0] <= ord(sign) <= value[1]
        return re.match(CATEGORIES[value], sign) is not None
