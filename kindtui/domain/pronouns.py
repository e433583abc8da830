"""Pronouns as people write them ("she/her"), and a text without them: they and them instead.

Pronouns are free text in the roster; this module only takes them out of a text in which somebody stays anonymous.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kindtui.domain.text import folded

_SETS: tuple[tuple[str, str, str, str, str], ...] = (
    ("she", "her", "her", "hers", "herself"),
    ("he", "him", "his", "his", "himself"),
    ("ze", "hir", "hir", "hirs", "hirself"),
    ("ze", "zir", "zir", "zirs", "zirself"),
    ("xe", "xem", "xyr", "xyrs", "xemself"),
    ("ey", "em", "eir", "eirs", "emself"),
    ("fae", "faer", "faer", "faers", "faerself"),
    ("ve", "ver", "vis", "vis", "verself"),
)
"""Subject, object, possessive before a noun, possessive alone, reflexive."""

_NEUTRAL = ("they", "them", "their", "theirs", "themself")
_NO_PRONOUNS = """
a all an and any ask i it its itself just me my name no none or our please prefer pronoun pronouns the their theirs them
themself themselves they us use we you
"""
"""Words of this field that are no pronouns of one person, or that every text is full of."""

_AFTER_OBJECT = """
a about after again also an and as at back because before but by can could down for from had has here how if in is not
now of off on or out over so that the then there these this to today tomorrow too up was what when where which while who
why will with would yesterday
"""
"""Words that do not follow a possessive: `thank her for` is them, `her patience` is their."""

_NOT_PRONOUNS = frozenset(_NO_PRONOUNS.split())
_ENDS_OBJECT = frozenset(_AFTER_OBJECT.split())

_VERBS = {"is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't"}
_VERBS |= {"hasn't": "haven't", "doesn't": "don't"}
_NO_VERBS = frozenset({"always", "perhaps", "sometimes", "besides", "afterwards", "nevertheless", "across", "towards"})

_WORD = re.compile(r"(?<![^\W_])([^\W\d_]+)(['’]s)?(?![^\W_])")
_VERB = re.compile(r" +([a-z]+s|(?:is|was|has|does)n['’]t)(?![^\W_])")


@lru_cache(maxsize=256)
def pronoun_words(pronouns: str) -> frozenset[str]:
    """The words, folded, that stand for a member with these pronouns; for an empty field she and he, since a text that
    was written by hand may use either."""
    if not pronouns.strip():
        return frozenset(word for each in _SETS[:2] for word in each)
    given = [word for word in re.findall(r"[^\W\d_]+", folded(pronouns)) if word not in _NOT_PRONOUNS]
    words = set(given)
    for each in _SETS:
        if words & {each[0], each[1]}:
            words.update(each)
    return frozenset(words)


def neutral_pronouns(text: str, words: frozenset[str]) -> str:
    """`text` with each of `words` (whole words, any case) turned into they, them, their, theirs or themself, and the
    commonest verbs after `they` made to agree."""
    if not words:
        return text
    forms = _forms(words)
    made: list[str] = []
    done = 0
    for found in _WORD.finditer(text):
        word = folded(found[1])
        if word not in forms:
            continue
        clitic = found[2] or ""
        rest = text[found.end() :]
        neutral = _neutral(forms[word], rest) if not clitic else "they"
        made += [text[done : found.start()], _cased(neutral, found[1])]
        done = found.end()
        if neutral == "they":
            verb = _VERB.match(text, done)
            made.append(_they_clitic(clitic, rest))
            if verb:
                made += [text[done : verb.start(1)], _they_verb(verb[1])]
                done = verb.end()
        else:
            made.append(clitic)
    return "".join([*made, text[done:]])


def _forms(words: frozenset[str]) -> dict[str, frozenset[int]]:
    """For each word the places in a set of pronouns that it can have; a word we do not know is a subject."""
    forms: dict[str, set[int]] = {}
    for each in _SETS:
        for place, word in enumerate(each):
            if word in words:
                forms.setdefault(word, set()).add(place)
    for word in words:
        forms.setdefault(word, {0})
    return {word: frozenset(places) for word, places in forms.items()}


def _neutral(places: frozenset[int], rest: str) -> str:
    if len(places) == 1:
        return _NEUTRAL[next(iter(places))]
    follows = re.match(r"[ \t]+[*_~`\"“(]*([^\W_]+)", rest)
    owns = follows is not None and folded(follows[1]) not in _ENDS_OBJECT
    if 2 in places and owns:
        return "their"
    if 1 in places:
        return "them"
    return "theirs" if 3 in places else _NEUTRAL[min(places)]


def _they_clitic(clitic: str, rest: str) -> str:
    """`she's helped` -> `they've helped`, `she's kind` -> `they're kind`."""
    if not clitic:
        return ""
    done = re.match(r" +(?:been|had|made|given|done|taken|shown|kept|\w{2,}ed)\b", rest)
    return clitic[0] + ("ve" if done else "re")


def _they_verb(verb: str) -> str:
    """The verb after they: knows -> know, tries -> try, isn't -> aren't."""
    plain = verb.replace("’", "'")
    if plain in _VERBS:
        return _VERBS[plain]
    if verb in _NO_VERBS or verb.endswith(("ss", "us", "is")):
        return verb
    if verb.endswith("ies") and len(verb) > 4:
        return f"{verb[:-3]}y"
    return verb[:-2] if verb.endswith(("shes", "ches", "sses", "xes", "zzes", "oes")) else verb[:-1]


def _cased(word: str, like: str) -> str:
    if len(like) > 1 and like.isupper():
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word
