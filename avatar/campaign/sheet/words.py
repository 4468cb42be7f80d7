"""Texts with places to fill in: Jinja2 in a sandbox that reaches no object of Python, and that ends soon.

    environment("zh").from_string("{{ price | money('CNY') }}").render(price="1299")

There are values, conditions, loops and filters; there are no calls, no assignments, no macros, and no attributes but
the names that a mapping holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    nodes,
    pass_context,
)
from jinja2.runtime import LoopContext, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from avatar.campaign.sheet.budget import LONGEST, Budget, bounded, small
from avatar.campaign.sheet.cell import number_of
from avatar.campaign.sheet.filters import CURRENCY, filters, locale_of, plain
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2.runtime import Context

_KEPT = frozenset(
    [
        "abs",
        "capitalize",
        "default",
        "d",
        "first",
        "last",
        "length",
        "lower",
        "max",
        "min",
        "round",
        "sort",
        "sum",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
        "wordcount",
    ]
)
"""filters of Jinja2 that are harmless; the others reach objects, or make much of little"""
_TESTS = frozenset(
    [
        "defined",
        "undefined",
        "even",
        "odd",
        "divisibleby",
        "number",
        "string",
        "in",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "lower",
        "upper",
    ]
)
"""tests of Jinja2 that look at values alone"""
_NODES: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.BinExpr,
    nodes.UnaryExpr,
    nodes.Concat,
    nodes.List,
    nodes.Tuple,
    nodes.Keyword,
)
"""what a text may be made of"""
_WRITTEN = {
    "Call": "a call with brackets",
    "Assign": "{% set %}",
    "AssignBlock": "{% set %}",
    "Pow": "a power (**)",
    "Slice": "a slice [:]",
    "Dict": "a mapping {...}",
    "FilterBlock": "{% filter %}",
}
"""how people know what they cannot use; the others go by their names"""
_BUDGET = "_budget"
"""the name under which a text carries what it may still ask for"""
_LOOP = frozenset({"index", "index0", "first", "last", "length", "revindex", "revindex0"})
"""what a loop tells of itself"""


@lru_cache(maxsize=64)
def environment(locale: str) -> ImmutableSandboxedEnvironment:
    """Give what texts of a language (BCP-47) are filled in with. Raise `InputError` for an unknown language."""
    return _Words(locale)


def is_plain(text: str) -> bool:
    """Tell whether a text has no place to fill in."""
    return not any(sign in text for sign in ("{{", "{%", "{#"))


def fill(text: str, language: str, values: Mapping[str, object]) -> str:
    """Fill in a text. Raise `InputError`, a sentence that names what is unknown or cannot be written."""
    if is_plain(text):
        return text
    words = environment(language)
    try:
        # Only what a text names is asked for: cells fill themselves in, and may lead to each other.
        named = meta.find_undeclared_variables(words.parse(text)) if len(text) <= LONGEST else set()
        return words.from_string(text).render(
            {name: values[name] for name in sorted({*named, CURRENCY}) if name in values}
        )
    except UndefinedError as fault:
        raise InputError(_undefined(str(fault), values)) from None
    except TemplateSyntaxError as fault:
        raise InputError(f"It cannot be read between its braces: {_clause(fault.message or '')}.") from None
    except TypeError as fault:
        raise InputError(
            f"It cannot be filled in: {_clause(str(fault))}; to reckon and compare, make numbers of texts: price|float."
        ) from None
    except (TemplateError, ArithmeticError, ValueError, LookupError, AttributeError) as fault:
        raise InputError(f"It cannot be filled in: {_clause(str(fault))}.") from None
    except (RecursionError, MemoryError, SyntaxError):  # brackets in brackets, hundreds deep
        raise InputError("It cannot be filled in: it is too deeply nested; make it simpler.") from None


def _undefined(message: str, values: Mapping[str, object]) -> str:
    """Say what is not there, and what may have been meant."""
    if "?" in message or not message.startswith("There is no '"):
        return message if message.endswith("?") else f"{_clause(message)}."
    found = nearest(message.split("'")[1], values)
    return f"{message}{found or '.'}"


def _clause(message: str) -> str:
    return " ".join(message.split())[:200].rstrip(".")


class _Missing(StrictUndefined):
    """A name that nothing has."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        whose = self._undefined_obj
        known: Iterable[object] = whose if isinstance(whose, Mapping) else ()
        cure = nearest(str(self._undefined_name), [str(each) for each in known])
        what = f"There is no {str(self._undefined_name)[:60]!r} to fill in"
        return f"{what}{cure}"


def nearest(name: str, known: Iterable[str]) -> str:
    """Give "; did you mean ...?" for a name that is like another one, and "" where none is."""
    import difflib

    found = difflib.get_close_matches(name, [each for each in known if each != name], n=1, cutoff=0.6)
    return f"; did you mean {found[0]!r}?" if found else ""


class _Filled(Template):
    """A text of which each filling in has a budget of its own."""

    def new_context(self, vars: dict[str, Any] | None = None, *given: Any, **named: Any) -> Context:  # noqa: A002, ANN401
        """Add the budget to what a text is filled in with."""
        return super().new_context({**(vars or {}), _BUDGET: Budget()}, *given, **named)


class _Words(ImmutableSandboxedEnvironment):
    """The sandbox of one language."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)
    intercepted_unops = frozenset(ImmutableSandboxedEnvironment.default_unop_table)
    template_class = _Filled
    concat = staticmethod(bounded)

    def __init__(self, language: str) -> None:
        locale = locale_of(language)
        super().__init__(undefined=_Missing, keep_trailing_newline=True, finalize=plain, optimized=False)
        kept = {name: _limited(self.filters[name]) for name in _KEPT}
        kept |= {"replace": _replace, "join": _join, "float": _float, "int": _int}
        own = {name: _limited(each) for name, each in filters(locale).items()}
        self.filters = {**kept, **own, "_counted": _counted, "_joined": _joined}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        if len(source) > LONGEST:
            raise InputError(f"It has more than {LONGEST:,} characters; make it shorter.")
        tree = super()._parse(source, name, filename)
        _require_known(tree, self)
        return _rewritten(tree)

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - Jinja2's own signature
        """Give what a mapping holds under a name: no object's attribute is within reach."""
        if isinstance(obj, LoopContext) and attribute in _LOOP:
            return getattr(obj, attribute)
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - Jinja2's own signature
        """Give an item of a mapping, or of a list by its number."""
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, Sequence) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """Reckon with numbers, and put texts together."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return bounded((left, right))
        for each in (left, right):
            if isinstance(each, Undefined):
                str(each)  # raises, with its name
            if not isinstance(each, int | float) or operator == "**":
                raise InputError(
                    f"{str(each)[:40]!r} cannot be reckoned with by {operator}; use numbers, such as price|float."
                )
        return small(super().call_binop(context, operator, small(left), small(right)))


def _require_known(tree: nodes.Template, known: _Words) -> None:
    """Raise `InputError` for anything but values, conditions, loops and filters."""
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Pow | nodes.MarkSafe) or not isinstance(node, (*_NODES, nodes.Helper, nodes.Pair)):
            kind = type(node).__name__
            raise InputError(
                f"It has {_WRITTEN.get(kind, '{% ' + kind.lower() + ' %}')}, which texts here cannot have; "
                "use values, filters, if and for."
            )
        if isinstance(node, nodes.Const) and isinstance(node.value, int | float):
            small(node.value)
        name = node.name if isinstance(node, nodes.Filter | nodes.Test | nodes.Name) else ""
        if str(name).startswith("_"):
            raise InputError(f"There is no {name!r} here; names do not begin with an underscore.")
        if isinstance(node, nodes.Filter) and name not in known.filters:
            hint = nearest(name, known.filters) or "; there are: " + ", ".join(sorted(_public(known.filters))) + "."
            raise InputError(f"There is no filter {name!r}{hint}")


def _public(names: Iterable[str]) -> Iterator[str]:
    return (each for each in names if not each.startswith("_"))


def _rewritten(tree: nodes.Template) -> nodes.Template:
    """Let loops be counted, and texts that are put together be measured."""
    for loop in tree.find_all(nodes.For):
        if loop.recursive:
            raise InputError("There is a recursive loop in it, which texts here cannot have; use a plain one.")
        loop.iter = _through("_counted", loop.iter)
    _replace_joins(tree)
    return tree


def _replace_joins(node: nodes.Node) -> None:
    for field, value in node.iter_fields():
        setattr(node, field, [_measured(each) for each in value] if isinstance(value, list) else _measured(value))
    for child in node.iter_child_nodes():
        _replace_joins(child)


def _measured(value: object) -> object:
    if not isinstance(value, nodes.Concat):
        return value
    return _through("_joined", nodes.List(value.nodes, lineno=value.lineno))


def _through(name: str, value: nodes.Node) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", value), name, [], [], None, None, lineno=value.lineno)


@pass_context
def _counted(context: Context, items: Iterable[object]) -> Iterator[object]:
    budget = context.resolve(_BUDGET)
    return (budget if isinstance(budget, Budget) else Budget()).counted(items)


def _joined(parts: Iterable[object]) -> str:
    return bounded(plain(each) for each in parts)


def _join(parts: Iterable[object], between: object = "") -> str:
    """Put texts together, with another one between them."""
    told = [plain(each) for each in parts]
    bounded((*told, plain(between) * min(len(told), LONGEST // max(len(plain(between)), 1) + 1)))
    return plain(between).join(told)


def _float(value: object) -> float:
    return float(number_of(value))


def _int(value: object) -> int:
    return int(number_of(value))


def _replace(text: object, old: object, new: object) -> str:
    """Put one text in the place of another."""
    whole, gone, come = plain(text), plain(old), plain(new)
    bounded((whole, come * min(whole.count(gone), LONGEST // max(len(come), 1) + 1)))
    return whole.replace(gone, come)


def _limited(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a filter take, and give, only what is small."""
    from functools import wraps

    @wraps(function)
    def limited(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as many types as there are filters
        for each in (*given, *named.values()):
            small(each)
        return small(function(*given, **named))

    return limited
