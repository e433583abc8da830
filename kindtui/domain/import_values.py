"""The cells of a table as values: addresses, lists and days, and in which order a column writes its days."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from urllib.parse import unquote

from kindtui.domain.dates import MONTHS
from kindtui.domain.imports import DayOrder
from kindtui.domain.roster import is_address
from kindtui.domain.shapes import LONGEST_LINE
from kindtui.domain.text import folded
from kindtui.errors import InvalidInput

NOTHING = frozenset(
    ("", "-", "--", "—", "n/a", "na", "none", "null", "nil", "never", "unknown", "\\n", "0000-00-00", "#n/a", "?", ".")
)
"""How tables write that there is no address or day, casefolded."""

_NOT_SAID = frozenset(("-", "--", "---", "–", "—", "?", ".", "n/a", "#n/a", "\\n"))
"""The same where any word could be meant, as in names and handles."""
_EMPTY_WORDS = frozenset(("none", "null", "nil", "nan"))
"""Besides, in a table of which nobody knows what wrote it. Where handles are always told, one may be called so."""

_EASTERN = re.compile("[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that count as letters or symbols and draw nothing."""
_LIST = re.compile(r" ::: |[;,|\n]")
_QUOTED_LIST = re.compile(r'(?:\s*+"[^"]*+"\s*+(?:[;,|]|\Z))+\Z')
"""Items between quotation marks, in which a comma is a part of the item."""
_EMAIL_TOKENS = re.compile(r'"[^"]*"|<[^<>\s]+>|[;,\n]|[^"<>;,\n]+|.', re.DOTALL)
_PLAIN_EMAIL = re.compile(r"[a-z0-9._+-]+@[a-z0-9.-]+\Z", re.ASCII)
"""The most common way to write one address, which needs no more looking at."""
_PROFILES = {
    "github": re.compile(r"github\.com/([^/?#]+)", re.I),
    "gitlab": re.compile(r"gitlab\.com/([^/?#]+)", re.I),
    "linkedin": re.compile(r"linkedin\.com/in/([^/?#]+)", re.I),
    "twitter": re.compile(r"(?:twitter|\bx)\.com/@?(\w+)", re.I),
    "instagram": re.compile(r"instagram\.com/([\w.]+)", re.I),
    "bluesky": re.compile(r"bsky\.app/profile/([^/?#]+)", re.I),
    "meetup": re.compile(r"meetup\.com/(?:[^/?#]+/)*members/([^/?#]+)", re.I),
}
"""Where the handle stands in the address of a profile."""
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?\Z", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?[T ].*)?\Z", re.ASCII)
_COMPACT = re.compile(r"(?:19|20)\d{6}\Z", re.ASCII)
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?\Z", re.ASCII)
_WORDS = re.compile(
    r"(?:[a-z-]+[,.]{0,2} (?:den )?)?(?:(\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?:de )?([a-z]{3,12})\.?|"
    r"([a-z]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?)"
    r",?[ -](?:de )?(\d{4})(?:[ ,T].*)?\Z",
    re.ASCII,
)
_MONTHS_ABROAD = (
    "januar janner janvier enero janeiro gennaio januari stycznia styczen",
    "februar feber fevrier febrero fevereiro febbraio februari lutego luty",
    "marz maerz mrz mars marzo marco maart mrt marts marca marzec",
    "april avril abril aprile kwietnia kwiecien",
    "mai mayo maio maggio mei maja",
    "juni juin junio junho giugno czerwca czerwiec",
    "juli juillet julio julho luglio lipca lipiec",
    "august aout agosto augustus augusti sierpnia sierpien",
    "september septembre septiembre setiembre setembro settembre wrzesnia wrzesien",
    "oktober octobre octubre outubro ottobre pazdziernika",
    "november novembre noviembre novembro listopada",
    "dezember decembre diciembre dezembro dicembre december desember grudnia grudzien",
)
"""The months in German, French, Spanish, Portuguese, Italian, Dutch, Polish and the north, without accents."""


def one_line(cell: str) -> str:
    """A cell as one line without spaces around it. Raises InvalidInput when it is too long for one."""
    text = " ".join(cell.split())
    if len(text) > LONGEST_LINE:
        raise InvalidInput(f"a text of {len(text):,} characters is too long for this field")
    return cell if text == cell else text  # nearly every cell is: there is no need to keep it twice


def told(cell: str) -> str:
    """A cell as one line, "" when it says that there is nothing. Raises InvalidInput when it is too long."""
    text = one_line(cell)
    return "" if len(text) < 5 and text.casefold() in _NOT_SAID else text


def told_at_all(cell: str) -> str:
    """The same of a table of which nobody knows what wrote it: words such as "none" say nothing, too."""
    text = told(cell)
    return "" if len(text) < 5 and text.casefold() in _EMPTY_WORDS else text


def whole_name(given: Sequence[str], family: Sequence[str]) -> str:
    """A name of its parts, in the order in which it is said: names in Chinese, Japanese and Korean letters begin with
    the family. A family name with which a longer given one ends is not said again."""
    first, last = " ".join(given), " ".join(family)
    if first and last and _EASTERN.fullmatch(first + last):
        return last + first
    if not last or first.casefold().endswith(f" {last}".casefold()):
        return first
    return f"{first} {last}".strip()


def is_invisible(text: str) -> bool:
    """Whether a text has nothing in it that could be seen: blanks, zero-width characters, fillers, lone marks."""
    if text.isascii() and text.isprintable():
        return not text.strip()
    return all(
        character in _FILLERS or character.isspace() or unicodedata.category(character)[0] in "CM" for character in text
    )


def items(cell: str) -> tuple[str, ...]:
    """The items of a list written with `;`, `,`, `|`, ` ::: ` or line breaks, each once, without marks around it."""
    if '"' in cell and _QUOTED_LIST.match(cell):
        return tuple(dict.fromkeys(text for part in re.findall('"([^"]*)"', cell) if (text := one_line(part))))
    if not _LIST.search(cell):
        text = one_line(cell).strip('"')
        return (text,) if text else ()
    return tuple(dict.fromkeys(text for part in _LIST.split(cell) if (text := one_line(part).strip('"'))))


def lines(cell: str) -> tuple[str, ...]:
    """The items of a list with one a line, each once."""
    return tuple(dict.fromkeys(text for part in cell.split("\n") if (text := one_line(part))))


def emails(cell: str) -> tuple[str, ...]:
    """The addresses in a cell: `mailto:` and `Ada <ada@...>` are understood, also in lists. Raises InvalidInput."""
    if len(cell) < 255 and _PLAIN_EMAIL.match(cell):
        return (cell,)
    text = cell.strip()
    if text.casefold() in NOTHING:
        return ()
    return tuple(dict.fromkeys(map(_email, _addresses(text))))


def _addresses(text: str) -> list[str]:
    """The addresses of a list, without the names before them. A name may hold a comma ("King, Ada <ada@...>"); any
    other text that is no address is one of the answers, for the caller to refuse."""
    found: list[str] = []
    part: list[str] = []
    name = ""
    for token in (*_EMAIL_TOKENS.findall(text.replace(" ::: ", ";")), ";"):
        if token not in (";", ",", "\n"):
            part.append(token)
            continue
        said = "".join(part).strip()
        named = [each for each in part if each.startswith("<") and len(each) > 2]
        part.clear()
        if named and said.endswith(named[0]) and "@" not in said.removesuffix(named[0]):
            found.append(named[0][1:-1])
            name = ""
            continue
        found += [name] * bool(name)
        name = ""
        if token == "," and "@" not in said:
            name = said
        elif "@" in said and all("@" in each for each in said.split()):
            found += said.split()
        else:
            found += [said] * bool(said)
    return found


def _email(text: str) -> str:
    if not text.isascii():  # what came along from a page or a chat and nobody sees
        text = "".join(each for each in text if unicodedata.category(each) != "Cf")
    text = text.strip('"')
    address = text[7:] if text[:7].casefold() == "mailto:" else text
    address = address.strip("<>")
    if not is_address(address):
        raise InvalidInput(f"{text[:80]!r} is not an e-mail address")
    name, _, host = address.rpartition("@")
    return f"{name}@{host.lower()}"


def email_key(address: str) -> str:
    """What two spellings of one address have in common: no case. A host may tell `Ada@` from `ada@`; nobody's does."""
    key = address.strip().lower()
    return address if key == address else key  # as in `one_line`


def handle_key(handle: str) -> str:
    """What two spellings of one handle have in common, with the `@` before it or without."""
    key = handle.removeprefix("@").casefold()
    return handle if key == handle else key  # as in `one_line`


def handle(text: str, place: str = "") -> str:
    """A handle, written in one line, without the `@` before it; of the address of a profile, the name in it."""
    if "/" in text and place in _PROFILES and (found := _PROFILES[place].search(text)):
        return unquote(found[1])
    return text[1:].strip() if text[:1] == "@" else text


class DoubtfulDay(InvalidInput):
    """A day that could be read both ways, before somebody said which number is the month."""


def day_order(cells: Iterable[str], asked: DayOrder | None = None) -> tuple[DayOrder | None, int]:
    """The order of day and month that the days of a column prove, and how many of them could be read both ways when
    the order is not the one that was asked for.

    None without doubtful ones means that the question does not arise; with some, that it must be asked: nothing in the
    column proves an order, or it proves both.
    """
    doubtful = 0
    proven: set[DayOrder] = set()
    for cell, count in Counter(cells).items():
        found = _NUMBERS.match(cell.strip())
        if not found:
            continue
        first, mark, second = int(found[1]), found[2], int(found[3])
        if mark == "." or first == second:
            continue
        if asked == "ymd" and len(found[4]) == 2:
            continue  # 24/03/04 is then read from its year on
        if first > 12:
            proven.add("dmy")
        elif second > 12:
            proven.add("mdy")
        else:
            doubtful += count
    return (proven.pop() if len(proven) == 1 else None), doubtful


def day(cell: str, order: DayOrder | None) -> date | None:
    """The day in a cell, None for an empty one. A time of day is left aside. Raises InvalidInput."""
    text = cell.strip()
    if text.casefold() in NOTHING:
        return None
    try:
        if found := _ISO.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NUMBERS.match(text):
            return _by_order(found, order)
        if _COMPACT.match(text):
            return date(int(text[:4]), int(text[4:6]), int(text[6:]))
        if _EPOCH.match(text):
            seconds = float(text)
            return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC).date()
        if found := _WORDS.match(folded(text)):
            return _by_name(found)
    except ValueError:
        raise InvalidInput(f"there is no day {text[:40]!r}") from None
    raise InvalidInput(f"{text[:40]!r} is no day that can be read")


def _by_order(found: re.Match[str], order: DayOrder | None) -> date:
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    short = len(found[4]) == 2
    if order == "ymd" and short:
        return date(_century(first), second, third)
    year = _century(third) if short else third
    if found[2] == "." or first == second:
        return date(year, second, first)
    if order is None or order == "ymd":
        if first <= 12 and second <= 12:
            raise DoubtfulDay(
                f"{found[0][:40]!r} does not say which number is the day (say --dates dmy or --dates mdy)"
            )
        order = "dmy" if first > 12 else "mdy"
    return date(year, second, first) if order == "dmy" else date(year, first, second)


def _century(short: int) -> int:
    return short + (2000 if short < 70 else 1900)


def _by_name(found: re.Match[str]) -> date:
    number, name = (found[1], found[2]) if found[1] else (found[4], found[3])
    return date(int(found[5]), _month(name), int(number))


def _month(name: str) -> int:
    """The number of a month, 0 for none: its name or the beginning of it, when that is one month's alone."""
    if english := next((at for at, full in enumerate(MONTHS, 1) if full.startswith(name)), 0):
        return english
    found = {at for at, names in enumerate(_MONTHS_ABROAD, 1) for full in names.split() if full.startswith(name)}
    return found.pop() if len(found) == 1 else 0
