"""Placeholders of an adopted text as declared variables: `[INSERT CONTACT METHOD]` becomes `{{ contact }}`."""

from __future__ import annotations

import re
import unicodedata

from kindtui.domain.conduct import Variable
from kindtui.domain.placeholders import placeholders, reference_names

_CONTACT = re.compile(
    r"contac?to?|e-?mail|e-?po[sš]t|kontakt|correo|courriel|联系|聯絡|聯繫|連絡|연락|связ|контакт|اتصال", re.IGNORECASE
)
_COMMUNITY = re.compile(
    r"(?:the |your |our |insert )*(?:community|project|organi[sz]ation|group)(?:['’]s)?(?: name)?(?: here)?\Z",
    re.IGNORECASE,
)
_FILLER = re.compile(r"\b(?:insert|your|here|the|info|goes)\b", re.IGNORECASE)
_BRACES = re.compile(r"\{[{%]")
TAKEN = ("title", "encouraged", "restricted", "ladder", "contacts", "appeal", "review", "scenarios")


class Variables:
    """Collects the variables of one document while its texts are taken over."""

    def __init__(self, body: str) -> None:
        self._references = reference_names(body)
        self._labels: dict[str, list[str]] = {}

    def put(self, text: str) -> str:
        """A text with variables in place of its placeholders, and with braces that stay braces."""
        out: list[str] = []
        at = 0
        for each in placeholders(text, self._references, outputs=True):
            if each.is_note:
                continue
            words = " ".join(each.words.split())
            out.append(_literal(text[at : each.start]))
            out.append(text[each.start : each.end] if words in TAKEN else f"{{{{ {self._name(words)} }}}}")
            at = each.end
        out.append(_literal(text[at:]))
        return "".join(out)

    def declared(self) -> dict[str, Variable]:
        """The variables so far; the label of each is what stood in the source."""
        return {name: Variable(label="; ".join(labels), required=True) for name, labels in self._labels.items()}

    def _name(self, words: str) -> str:
        labels = self._labels.setdefault(variable_name(words), [])
        if words not in labels:
            labels.append(words)
        return variable_name(words)


def variable_name(words: str) -> str:
    """The name of the variable for a placeholder's words."""
    plain = re.sub(r"[\s_.]+", " ", words).strip()
    start = re.split(r"\s--|\s-\s|[:(]", plain, maxsplit=1)[0]
    if _COMMUNITY.match(start):
        return "community_name"
    if _CONTACT.search(start) and len(start.split()) <= 6:
        return "contact"
    ascii_ = unicodedata.normalize("NFKD", _FILLER.sub(" ", start)).encode("ascii", "ignore").decode()
    name = "_".join(re.findall(r"[a-z0-9]+", ascii_.casefold())[:5])
    if not name or name[0].isdigit() or name in TAKEN:
        name = f"value_{name}".rstrip("_")
    return name


def _literal(text: str) -> str:
    return _BRACES.sub(lambda match: f'{{{{ "{match.group()}" }}}}', text)
