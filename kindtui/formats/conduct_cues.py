"""Words by which a code of conduct that somebody wrote is understood: what a list, a heading or a paragraph is about.

In the languages into which the common codes have been translated. What is not understood stays a section's text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_RESTRICTED = re.compile(
    r"unaccept|inappropriate|not (?:be )?(?:acceptable|accepted|tolerated?|okay|welcome)|n[o']t tolerate"
    r"|prohibit|restrict"
    r"|forbidden|not allowed\b|harassment includes|considered harassment|refrain"
    r"|aren['’]t acceptable|isn['’]t acceptable"
    r"|\bdon['’]ts?\b|violations? of"
    r"|inaceptable|no (?:se )?acepta|inaceit|inadmiss|inacceptable|inaccettabil|inakzeptab|unakzeptab"
    r"|nicht akzeptab"
    r"|nicht toleriert|unangemessen|unerwünscht|onaanvaardba|onacceptab|onaccepta|ongepast|oacceptab"
    r"|uacceptab|uakseptab"
    r"|ei hyväksy|sopimat|nepřijateln|neprijateľn|neprihvatljiv|nesprejemljiv|niedopuszczaln|nieakceptowaln"
    r"|elfogadhatatlan"
    r"|kabul edilemez|tidak dapat diterima|không chấp nhận|vastuvõetamatu|nepriimtin|nepieņemam"
    r"|неприемлем|недопустим|неприйнятн|неприемлив|неприхватљив|απαράδεκτ|μη αποδεκτ|غير مقبول"
    r"|غير المقبول|غیرقابل قبول"
    r"|לא מקובל|לא קביל|अस्वीकार्य|অগ্রহণযোগ্য|不可接受|不能接受|不被接受|不当|不當|不接受|許容|容認"
    r"|許され|不適切|受け入れられない|용납|부적절|허용되지",
    re.IGNORECASE,
)
_ENCOURAGED = re.compile(
    r"encourag|positi[fv]|expected (?:behavio|and requested)|strives? (?:to|for)\b|shared values"
    r"|agree to behave|we value"
    r"|good behavio|desired behavio|welcoming (?:environment|community)|we ask (?:you|every|all|that)|please do\b"
    r"|acceptable behavio|positiv|alentad|fomenta|esperad|attendu|erwünscht|erwartet|ermutig|gewenst"
    r"|pozytywn|pozitiv|olumlu"
    r"|tích cực|myönteis|позитивн|положительн|θετικ|إيجابي|ایجابی|מثبت|חיובי|सकारात्मक|ইতিবাচক|积极|積極"
    r"|正面|鼓励|鼓勵"
    r"|ポジティブ|前向き|肯定的|積極的|奨励|긍정|장려",
    re.IGNORECASE,
)
_OTHER_MATTERS = re.compile(
    r"report|contact|attribut|licen[sc]|acknowledg|enforce|consequence|procedure|responsib|checklist|source|resource"
    r"|respon[sd]|scope|appeal|grievance|questions? to|please include|\bincluded? in\b",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"attribution|licen[sc]e|acknowledge?ment|credits?\b|namensnennung|lizenz|quellen|atribuci|licencia"
    r"|atribui[cç]|licen[cç]a"
    r"|attribuzion|licenza|crédits|naamsvermelding|bronvermelding|licentie|atrybucj|przypisan|atribuc|атрибуц|лицензи"
    r"|авторств|атрибуці|ліцензі|أصل|归属|歸屬|署名|许可|帰属|ライセンス|저작자|라이선스|tillkännagivande"
    r"|tilskrivning"
    r"|kildehenvisning|atıf|atribusi|απόδοση|ghi nhận",
    re.IGNORECASE,
)
_SOURCE_LINE = re.compile(
    r"adapted from|licen[sc]ed under|distributed (?:by|under)|based on|inspired by|forked from"
    r"|derived from|creative commons"
    r"|\bCC[ -]BY|basiert auf|adaptado de|adaptación|adapté|adattato|adattamento|adaptação|adaptiert"
    r"|gebaseerd|改编|改編|改变自",
    re.IGNORECASE,
)
_APPEAL = re.compile(
    r"appeal|grievance|second look|einspruch|apelaci|recours|bezwaar|odwoł|apela[cç]|申诉|異議", re.IGNORECASE
)
_PROCEDURE = re.compile(
    r"enforcement|procedure|manual|handling|incident|suspension|checklist|guide ?lines? for|responding|response guide"
    r"|reporting guide|talking to",
    re.IGNORECASE,
)
_FIELDS = (
    ("repair", re.compile(r"repair|behaviou?ral modif|restor|way back|return", re.IGNORECASE)),
    (
        "consequence",
        re.compile(r"consequen|konsequen|consecuen|conseguen|consequên|response|action|后果|結果|対応", re.IGNORECASE),
    ),
    ("event", re.compile(r"event|impact|behavio|violation|trigger|影响|影響", re.IGNORECASE)),
)
_KINDLY = re.compile(
    r"\W*(?:be|use|show|respect|assume|listen|help|participate|accept|focus|welcome|treat|exercise|demonstrat\w+|respecting)\b",
    re.IGNORECASE,
)
_SHARE_ALIKE = re.compile(
    r"creativecommons\.org/licenses/(?P<link>by(?:-nc)?(?:-sa|-nd)?)/(?P<link_version>\d\.\d)"
    r"|\bCC[ -](?P<short>BY(?:-NC)?(?:-SA|-ND)?)[ -](?P<short_version>\d\.\d)"
    r"|Creative Commons Attribution(?P<alike>[- ]Share ?Alike)? (?P<long_version>\d\.\d)",
    re.IGNORECASE,
)
_LANGUAGES = {
    "en": ("the", "and", "of", "this"),
    "de": ("und", "die", "der", "nicht"),
    "fr": ("et", "les", "des", "une"),
    "es": ("y", "los", "las", "una"),
    "pt": ("e", "os", "uma", "não"),
    "it": ("e", "gli", "della", "che"),
    "nl": ("en", "het", "een", "van"),
    "pl": ("i", "w", "się", "nie"),
    "ru": ("и", "в", "не", "на"),
    "uk": ("і", "та", "не", "що"),
    "sv": ("och", "att", "som", "är"),
    "tr": ("ve", "bir", "bu", "için"),
}


def list_type(lead_in: str, heading: str, items: Sequence[str]) -> str:
    """ "encouraged", "restricted", or "" when a list is about something else. The lead-in counts before the heading."""
    *before, last = re.split(r"(?<=[.!?。])\s+", lead_in.strip()[-600:])
    for words in (last, " ".join(before)):
        kind = _nearest_cue(words)
        if kind or _OTHER_MATTERS.search(words):
            return kind
    if _OTHER_MATTERS.search(heading):
        return ""
    if kind := _nearest_cue(heading):
        return kind
    kindly = sum(bool(_KINDLY.match(item)) for item in items)
    return "encouraged" if len(items) > 1 and kindly * 2 > len(items) else ""


def is_other_matter(words: str) -> bool:
    """Whether a heading or lead-in is about reports, sources, procedures and the like."""
    return bool(_OTHER_MATTERS.search(words))


def _nearest_cue(words: str) -> str:
    """The kind of the cue that comes last, nearest to the list. Inside "unacceptable" there is no "acceptable"."""
    restricted = [match.end() for match in _RESTRICTED.finditer(words)]
    hidden = {match.span() for match in _RESTRICTED.finditer(words)}
    encouraged = [
        match.end()
        for match in _ENCOURAGED.finditer(words)
        if not any(start <= match.start() < end or match.start() < end <= match.end() for start, end in hidden)
    ]
    if not restricted and not encouraged:
        return ""
    return "restricted" if max(restricted, default=-1) >= max(encouraged, default=-1) else "encouraged"


def is_attribution(title: str) -> bool:
    """Whether a heading announces where a text comes from and under which licence."""
    return bool(_ATTRIBUTION.search(title))


def names_source(paragraph: str) -> bool:
    """Whether a paragraph says where the text comes from."""
    return bool(_SOURCE_LINE.search(paragraph))


def is_appeal(title: str) -> bool:
    """Whether a heading is about having a decision looked at again."""
    return bool(_APPEAL.search(title))


def is_procedure(title: str) -> bool:
    """Whether a title is that of a procedure for those who apply a code."""
    return bool(_PROCEDURE.search(title))


def rung_field(label: str, position: int) -> str:
    """Which field of a rung a labelled paragraph is: by its label, else by its position among the others."""
    named = next((field for field, words in _FIELDS if words.search(label)), "")
    return named or ("event", "consequence", "repair")[min(position, 2)]


def licence_in(text: str) -> str:
    """The first licence that a text names, as `CC-BY-SA-4.0`; "" when it names none that is known."""
    found = _SHARE_ALIKE.search(text)
    if found:
        kind = found["link"] or found["short"] or ("by-sa" if found["alike"] else "by")
        return f"CC-{kind.upper()}-{found['link_version'] or found['short_version'] or found['long_version']}"
    if re.search(r"\bCC0\b|publicdomain/zero", text):
        return "CC0-1.0"
    return "MIT" if re.search(r"\bMIT licen[sc]e", text, re.IGNORECASE) else ""


def language_of(text: str) -> str:
    """The language of a text, by its commonest small words or its script; "" when it cannot be told."""
    for script, language in ((r"[぀-ヿ]", "ja"), (r"[가-힣]", "ko"), (r"[一-鿿]", "zh"), (r"[؀-ۿ]", "ar")):
        if len(re.findall(script, text)) > len(text) // 20:
            return language
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {language: sum(words.count(word) for word in common) for language, common in _LANGUAGES.items()}
    likeliest = max(counts, key=lambda language: counts[language])
    return likeliest if counts[likeliest] * 25 > len(words) else ""
