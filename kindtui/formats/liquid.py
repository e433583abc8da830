"""Liquid templates that people write: named values, filters and loops, under limits; never files, never code.

`render` takes plain values and gives text, `variables_in` tells what a template asks for. A fault is an `InvalidInput`
with line and column within the template. Nothing is escaped: what comes out is Markdown, and each renderer of Markdown
neutralises what its own target would run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

from kindtui.domain.nearest import did_you_mean
from kindtui.errors import InvalidInput, Problem
from kindtui.formats.liquid_tags import scan
from kindtui.formats.yaml_text import invalid, line_starts, place

if TYPE_CHECKING:
    from liquid import Environment

MAX_TEMPLATE = 128 * 1024
MAX_WEIGHT = 100_000
"""Characters and items that may go into a filter or come out of it."""

FILTERS = (
    *("append", "prepend", "capitalize", "downcase", "upcase", "strip", "lstrip", "rstrip", "strip_newlines", "squish"),
    *("replace", "replace_first", "remove", "remove_first", "slice", "truncate", "truncatewords", "url_encode"),
    *("split", "join", "first", "last", "size", "concat", "map", "where", "reject", "reverse", "sort", "sort_natural"),
    *("uniq", "compact", "default", "plus", "minus", "times", "divided_by", "modulo", "round", "ceil", "floor", "abs"),
    *("at_least", "at_most"),
)
TAGS = ("assign", "capture", "case", "comment", "#", "cycle", "echo", "for", "break", "continue", "if", "unless")


def render(template_text: str, values: Mapping[str, Any], path: str = "") -> str:
    """The text of a template with its values put in.

    Values are text, numbers, booleans, None, and lists and mappings of them. A name without a value is a fault, with
    the nearest known name as a hint; so are a wrong tag, an unknown filter and a text that grows beyond measure.
    Raises `InvalidInput` with line and column.
    """
    if "{{" not in template_text and "{%" not in template_text:
        return template_text
    from liquid.exceptions import LiquidError

    plain = _plain(values)
    template = _parse(template_text, path)
    try:
        return str(template.render(plain))
    except LiquidError as error:
        raise _fault(error, template_text, path, plain) from None


def variables_in(template_text: str, path: str = "") -> list[tuple[str, int, int]]:
    """The values that a template asks for, in order: dotted name, line, column.

    Names that the template itself gives, in loops and assignments, are left out. Raises `InvalidInput` when the
    template cannot be read.
    """
    if "{{" not in template_text and "{%" not in template_text:
        return []
    template = _parse(template_text, path)
    found = [
        (variable.span.index, ".".join(str(part) for part in variable.segments))
        for variables in template.analyze().globals.values()
        for variable in variables
    ]
    lines = line_starts(template_text)
    return [(name, *place(lines, max(index, 0))) for index, name in sorted(found)]


def _parse(text: str, path: str) -> Any:
    from liquid.exceptions import LiquidError

    if len(text) > MAX_TEMPLATE:
        raise invalid(
            [Problem(f"the template is larger than {MAX_TEMPLATE // 1024} KB", "shorten it", path, 1, 1)], path
        )
    problem = scan(text, path, TAGS)
    if problem:
        raise invalid([problem], path)
    try:
        return _environment().from_string(text)
    except LiquidError as error:
        raise _fault(error, text, path, {}) from None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from liquid import Environment, StrictUndefined

    class Limited(Environment):
        block_nesting_limit = 20
        context_depth_limit = 20
        loop_iteration_limit = 10_000
        local_namespace_limit = 1_000_000
        output_stream_limit = 1_000_000

    environment = Limited(undefined=StrictUndefined, autoescape=False)
    kept = {"content", "output", "illegal", *TAGS}
    environment.tags = {name: tag for name, tag in environment.tags.items() if name in kept or not name.isidentifier()}
    environment.filters = {name: _capped(name, environment.filters[name]) for name in FILTERS}
    return environment


def _capped(name: str, run: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, refusing to take in or give out more than MAX_WEIGHT, and failing in one way only."""
    from liquid.exceptions import FilterArgumentError

    @wraps(run)
    def limited(*args: Any, **options: Any) -> Any:
        try:
            _weigh([*args, *(value for key, value in options.items() if key not in ("context", "environment"))])
            _foresee(name, args)
            result = run(*args, **options)
            _weigh(result)
        except (_TooMuch, RecursionError):
            raise FilterArgumentError("makes more text than a template may", token=None) from None
        except (ValueError, TypeError, ArithmeticError, AttributeError, LookupError) as error:
            raise FilterArgumentError(str(error), token=None) from None
        return result

    return limited


class _TooMuch(Exception):
    pass


def _weigh(value: Any, budget: int = MAX_WEIGHT) -> int:
    """What is left of a budget of characters and items after a value."""
    if isinstance(value, str):
        budget -= len(value)
    elif isinstance(value, (int, float)) and abs(value) > 1e18:
        raise _TooMuch
    elif isinstance(value, Mapping):
        for each in value.values():
            budget = _weigh(each, budget - 1)
    elif hasattr(value, "__iter__"):
        if not hasattr(value, "__len__") or len(value) > budget:
            raise _TooMuch
        for each in value:
            budget = _weigh(each, budget - 1)
    if budget < 0:
        raise _TooMuch
    return budget


def _foresee(name: str, args: tuple[Any, ...]) -> None:
    """Refuse, before it is done, what could grow by multiplication."""
    if name == "replace" and len(args) > 2:
        text, old, new = (str(each) for each in args[:3])
        grown = (text.count(old) if old else len(text) + 1) * len(new)
    elif name == "join" and len(args) > 1 and hasattr(args[0], "__len__"):
        grown = len(args[0]) * len(str(args[1]))
    else:
        return
    if grown > MAX_WEIGHT:
        raise _TooMuch


def _plain(value: Any) -> Any:
    """Values without behaviour: nothing else may enter a template."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    raise TypeError(f"a template takes plain values, not {type(value).__name__}")


def _fault(error: Any, text: str, path: str, values: Mapping[str, Any]) -> InvalidInput:
    from liquid import exceptions as kinds

    token = error.token
    index = token.start_index if token is not None and 0 <= token.start_index <= len(text) else 0
    word = str(token.value) if token is not None else ""
    message, hint, key = str(error.message or "the template cannot be read"), "", ""
    if isinstance(error, kinds.UndefinedError):
        message, hint, key = _unknown_name(message, word, values)
    elif isinstance(error, kinds.UnknownFilterError):
        message, hint = f"unknown filter {word!r}", did_you_mean(word, FILTERS)
    elif isinstance(error, kinds.ResourceLimitError):
        message, hint = "the template does more than it may", "fewer or shorter loops"
    elif isinstance(error, kinds.FilterArgumentError) and word in FILTERS:
        message = f"filter {word}: {message}"
    line, column = place(line_starts(text), index)
    return invalid([Problem(message, hint, path, line, column, key)], path)


def _unknown_name(message: str, word: str, values: Mapping[str, Any]) -> tuple[str, str, str]:
    """Message, hint and name for a value that is not there; `message` is python-liquid's "'a' / a.b is undefined"."""
    name = message.removesuffix(" is undefined").strip("'")
    if name == message:
        return message, "", word
    known: Any = values
    *parents, last = name.split(".")
    for parent in parents:
        known = known.get(parent) if isinstance(known, Mapping) else None
    names = known if isinstance(known, Mapping) else ()
    hint = did_you_mean(last, names)
    if parents and hint.startswith("did you mean"):
        hint = did_you_mean(name, [".".join((*parents, each)) for each in names])
    return f"there is no value named {name!r}", hint, name
