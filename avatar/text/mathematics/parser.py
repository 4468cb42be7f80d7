"""Put the tokens of a formula together as a tree."""

from __future__ import annotations

from avatar.text.mathematics.tokens import Token, tables, tokens
from avatar.text.mathematics.tree import Group, Letter, Node, Number, Prose, Row, Shaped, Sign

_CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|", "‖": "‖", "⌊": "⌋", "⌈": "⌉", "⟨": "⟩"}
_FENCED = {"|": "absolute", "‖": "norm", "⌊": "floor", "⌈": "ceiling"}
_DEEPEST = 40
"""Formulas that are nested deeper are read flat."""
_FORMS = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), ("fraction", "top", "bottom")),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), ("binomial", "n", "k")),
}
"""commands with two arguments -> form, and the names of its places"""


def parse(formula: str) -> Row:
    """Give the tree of a formula; whatever is not well formed is read from left to right as far as it goes."""
    parser = _Parser(tokens(formula))
    parts: list[Node] = []
    while parser.token:
        parts += parser.row("").parts
        if parser.token:
            parser.place += 1
    return Row(tuple(parts))


class _Parser:
    def __init__(self, given: list[Token]) -> None:
        self._tokens = given
        self.place = 0
        self._depth = 0

    @property
    def token(self) -> Token | None:
        """The token that comes next."""
        return self._tokens[self.place] if self.place < len(self._tokens) else None

    def _take(self, kind: str, text: str = "") -> bool:
        token = self.token
        if token is None or token.kind != kind or (text and token.text != text):
            return False
        self.place += 1
        return True

    def row(self, end: str) -> Row:
        """Read up to a closing brace or fence, which stays; "" for everything."""
        parts: list[Node] = []
        while (token := self.token) is not None:
            if token.kind == "close" or (token.kind == "fence" and token.text == end):
                break
            if token.kind == "fence" and token.text in (")", "]", "}", "⌋", "⌉", "⟩"):
                break
            before = self.place
            node = self._scripted(parts)
            if node is not None:
                parts.append(node)
            if self.place == before:
                self.place += 1
        return Row(tuple(parts))

    def _scripted(self, before: list[Node]) -> Node | None:
        """Read one part with its indices, powers and primes."""
        base = self._atom(before)
        if base is None:
            return None
        lower: Node | None = None
        raised: Node | None = None
        while (token := self.token) is not None and token.kind in ("raise", "lower"):
            self.place += 1
            script = self._argument()
            if token.kind == "raise":
                raised = script
            else:
                lower = script
        if isinstance(base, Shaped) and base.form in ("sum", "product", "integral", "limit"):
            return self._large(base.form, lower, raised)
        if lower is not None:
            base = _based(base, lower)
        if raised is not None:
            base = _raised(base, raised)
        return base

    def _atom(self, before: list[Node]) -> Node | None:
        token = self.token
        if token is None:
            return None
        self.place += 1
        simple: dict[str, Node] = {
            "number": Number(token.text.replace(",", "")),
            "letter": Letter(token.text),
            "prose": Prose(token.text),
            "sign": Sign("negative" if token.text == "minus" and _opens(before) else token.text),
        }
        if token.kind == "open":
            return self._braced()
        if token.kind == "fence":
            return self._fenced(token.text)
        return self._command(token.text) if token.kind == "command" else simple.get(token.kind)

    def _braced(self) -> Node:
        inside = self._inner("}")
        self._take("close")
        return inside.parts[0] if len(inside.parts) == 1 else inside

    def _inner(self, end: str) -> Row:
        self._depth += 1
        inside = self.row(end) if self._depth < _DEEPEST else Row(())
        self._depth -= 1
        return inside

    def _fenced(self, opening: str) -> Node:
        closing = _CLOSING.get(opening, "")
        inside = self._inner(closing)
        self._take("fence", closing)
        if opening in _FENCED:
            return Shaped(_FENCED[opening], (("x", inside),))
        return Group(inside)

    def _argument(self) -> Node:
        """Read what a command or a script takes: a group in braces, or one token."""
        if self._take("open"):
            return self._braced()
        if self.token is not None and self.token.kind == "sign" and self.token.text == "minus":
            self.place += 1
            return Row((Sign("negative"), self._argument()))
        return self._atom([]) or Row(())

    def _command(self, name: str) -> Node | None:
        known = tables()
        if name in _FORMS:
            form, first, second = _FORMS[name]
            return Shaped(form, ((first, self._argument()), (second, self._argument())))
        if name in known["large"]:
            return Shaped(known["large"][name], ())
        if name in known["accents"]:
            return Shaped(known["accents"][name], (("x", self._argument()),))
        if name in ("begin", "end"):
            self._argument()
            return None
        if name == "mathbb":
            return self._set()
        return self._root() if name == "sqrt" else Prose(name)

    def _set(self) -> Node:
        inside = self._argument()
        known = tables()["sets"]
        return Sign(known[inside.written]) if isinstance(inside, Letter) and inside.written in known else inside

    def _root(self) -> Node:
        degree: Node | None = None
        if self._take("fence", "["):
            degree = self._inner("]")
            self._take("fence", "]")
        radicand = self._argument()
        if isinstance(radicand, Group):
            radicand = radicand.inside
        if degree is None or degree == Row((Number("2"),)):
            return Shaped("root", (("x", radicand),))
        if degree == Row((Number("3"),)):
            return Shaped("cube_root", (("x", radicand),))
        return Shaped("nth_root", (("n", degree), ("x", radicand)))

    def _large(self, form: str, lower: Node | None, upper: Node | None) -> Node:
        places = [(name, node) for name, node in (("lower", lower), ("upper", upper)) if node is not None]
        return Shaped(form + "".join(f"_{name}" for name, _ in places), tuple(places))


def _opens(before: list[Node]) -> bool:
    """Tell whether a minus stands at the head, or behind a sign, so that it is the number's own."""
    if not before:
        return True
    last = before[-1]
    return isinstance(last, Sign) and last.name not in ("factorial", "infinity", "degrees", "percent", "prime")


def _based(base: Node, lower: Node) -> Node:
    if isinstance(base, Sign) and base.name in ("log", "lg"):
        return Shaped("log_base", (("base", lower),))
    return Shaped("index", (("x", base), ("i", lower)))


_MINUS_ONE = Row((Sign("negative"), Number("1")))


def _raised(base: Node, raised: Node) -> Node:
    # f'(x), 90^\circ, x^*: no powers.
    if isinstance(raised, Sign) and raised.name in _NO_POWERS:
        return Row((base, Sign(_NO_POWERS[raised.name])))
    form = {Number("2"): "square", Number("3"): "cube", _MINUS_ONE: "inverse"}.get(raised)
    if isinstance(base, Letter) and raised == Letter("T"):
        form = "transpose"
    return Shaped(form, (("x", base),)) if form else Shaped("power", (("x", base), ("n", raised)))


_NO_POWERS = {"prime": "prime", "circle": "degrees", "times": "star"}
