"""The text of a file that somebody brings along: what it is by its content, and in which encoding.

A byte-order mark is believed, then UTF-16 is told by its zero bytes, then UTF-8 is tried. What is none of these is read
as Windows-1252, which the caller is told, so that the person can look at the names before anything is kept.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kindtui.errors import InvalidInput

MAX_BYTES = 100 * 1024 * 1024

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16 (little endian)",
    "utf-16-be": "UTF-16 (big endian)",
    "utf-32-le": "UTF-32 (little endian)",
    "utf-32-be": "UTF-32 (big endian)",
    "cp1252": "Windows-1252",
}

GUESSED = ENCODINGS["cp1252"]
"""The encoding that a text has when it has no other."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_LOOK = (
    f"the file is not UTF-8 and was read as {GUESSED} (Western European): "
    "look whether the names are right; if not, save it as UTF-8, or say its encoding (cp1250, shift_jis ...)"
)
_SHEET = "save it as CSV (UTF-8) in the program that made it"
_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG", "a PNG picture", ""),
    (b"\xff\xd8\xff", "a JPEG picture", ""),
    (b"GIF8", "a GIF picture", ""),
    (b"BM", "a BMP picture", ""),
    (b"II*\x00", "a TIFF picture", ""),
    (b"MM\x00*", "a TIFF picture", ""),
    (b"RIFF", "a picture, sound or video", ""),
    (b"ID3", "a sound", ""),
    (b"OggS", "a sound or video", ""),
    (b"%PDF", "a PDF document", "copy the table into a spreadsheet, and save that as CSV (UTF-8)"),
    (b"PK\x03\x04", "a ZIP archive or a workbook (.xlsx, .ods, .numbers)", f"unpack it, or {_SHEET}"),
    (b"PK\x05\x06", "an empty ZIP archive", ""),
    (b"\xd0\xcf\x11\xe0", "an old Office document (.xls)", _SHEET),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", ""),
    (b"\x7fELF", "a program", ""),
    (b"MZ\x90", "a program", ""),
    (b"{\\rtf", "a rich-text document", _SHEET),
)

_TEXT_KINDS = (
    (re.compile(r"<(?:!doctype|html|head|body|\?xml|svg|table)\b", re.I), "a web page or XML", _SHEET),
    (
        re.compile(r"(?:[^\s:]{0,60}BEGIN:VCARD|VERSION:[234]\.\d\s)", re.I),
        "a list of contacts (vCard)",
        "leave the format out; its first line should be BEGIN:VCARD",
    ),
    (re.compile(r"BEGIN:VCALENDAR\b", re.I), "a calendar", ""),
)
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS_WITHIN = re.compile(r"(?:(?<=[\r\n])|\A)\ufeff+")
_SAMPLE = 64 * 1024


@dataclass(frozen=True, slots=True)
class FileText:
    """`encoding` is the codec's name. With `guessed` it was not UTF-8 nor marked as anything: a person should look.

    Bytes that do not belong into the text are lone surrogates in it (`surrogateescape`), for the reader to refuse where
    they stand.
    """

    text: str
    encoding: str
    guessed: bool = False

    @property
    def encoding_name(self) -> str:
        return ENCODINGS.get(self.encoding, self.encoding)

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know about how it was decoded."""
        return (_LOOK,) if self.guessed else ()


def read_text(data: bytes, *, encoding: str | None = None) -> FileText:
    """The text of a table. `encoding` overrules what is found out. Raises InvalidInput when it is no text at all, or
    another kind of text, such as a web page."""
    read = decode_text(data, encoding=encoding)
    _refuse_other_texts(read.text)
    return read


def decode_text(data: bytes, *, encoding: str | None = None) -> FileText:
    """The text of a file of any format, decoded as `read_text` does. Raises InvalidInput when it is no text at all."""
    if not data:
        raise InvalidInput("the file is empty", "export the list again, and look whether the file has a size")
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"the file is larger than {MAX_BYTES // 1024 // 1024} MB", "split it into several files")
    for magic, kind, hint in _KINDS:
        if data.startswith(magic):
            raise _not_a_table(kind, hint)
    if data[4:8] == b"ftyp":
        raise _not_a_table("a picture or video")
    return _as_asked(data, encoding) if encoding else _decoded(data)


def without_marks(text: str) -> str:
    """A text without byte-order marks where lines begin: what is left of them when files were put together."""
    return _MARKS_WITHIN.sub("", text) if "\ufeff" in text else text


def _not_a_table(kind: str, hint: str = "") -> InvalidInput:
    return InvalidInput(
        f"this is {kind}, not a list of members", hint or "choose a list of members: CSV, vCard or JSON"
    )


def _as_asked(data: bytes, encoding: str) -> FileText:
    try:
        name = codecs.lookup(encoding).name
        text = data.decode(name)
    except LookupError:
        raise InvalidInput(f"{encoding!r} is no known encoding", "such as utf-8, utf-16, cp1252, shift_jis") from None
    except (UnicodeError, ValueError) as error:
        raise InvalidInput(f"the file cannot be read as {encoding}", "leave the encoding out") from error
    except AssertionError as error:  # codecs that do not make text, such as "hex"
        raise InvalidInput(f"{encoding!r} is no encoding of text", "such as utf-8, cp1252") from error
    return FileText(text.removeprefix("\ufeff"), name)


def encoding_shown(data: bytes) -> tuple[str, int]:
    """The codec that the beginning of a file shows, and how many bytes of it are the mark that says so. It is "" for
    one that has neither a mark nor the zero bytes of UTF-16."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return _utf16_without_mark(data), 0


def _decoded(data: bytes) -> FileText:
    encoding, mark = encoding_shown(data)
    if encoding:
        return _strictly(data[mark:], encoding)
    try:
        return FileText(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _not_quite_utf8(data)


def _strictly(data: bytes, encoding: str) -> FileText:
    errors = "surrogateescape" if encoding == "utf-8" else "strict"
    try:
        return FileText(data.decode(encoding, errors), encoding)
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"the file says that it is {ENCODINGS[encoding]}, but is damaged at byte {error.start + 1:,}",
            "export it again, as CSV (UTF-8)",
        ) from None


def _utf16_without_mark(data: bytes) -> str:
    """The codec when the zero bytes lie as they do in UTF-16: many, and on one side only; else ""."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = max(3, len(sample) // 20)
    if odd > enough and even * 10 < odd:
        return "utf-16-le"
    if even > enough and odd * 10 < even:
        return "utf-16-be"
    return ""


def _not_quite_utf8(data: bytes) -> FileText:
    """UTF-8 with a few broken bytes, when more of the accented text is whole than is not; else Windows-1252."""
    text = data.decode("utf-8", "surrogateescape")
    broken = sum(1 for character in text if "\udc80" <= character <= "\udcff")
    whole = sum(1 for character in text if character > "\x7f") - broken
    if whole > broken:
        return FileText(text, "utf-8")
    return FileText(as_guessed(data), "cp1252", guessed=True)


def as_guessed(data: bytes) -> str:
    """Bytes of no encoding that is told, as Windows-1252. The five bytes that it leaves out are read as Latin-1 does,
    which is what browsers do."""
    return data.decode("cp1252", "kindtui.latin1")


def _latin1_for(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("kindtui.latin1", _latin1_for)


def _refuse_other_texts(text: str) -> None:
    text = without_marks(text)
    start = text[:400].lstrip()
    if not start:
        if not text.strip():
            raise InvalidInput("the file holds nothing but blank lines", "export the list again")
        return
    for pattern, kind, hint in _TEXT_KINDS:
        if pattern.match(start):
            raise _not_a_table(kind, hint)
    if (start[0], text.rstrip()[-1]) in (("{", "}"), ("[", "]")):
        if not text.strip()[1:-1].strip():
            raise InvalidInput("the list in this file is empty", "export it again")
        raise _not_a_table(
            "JSON of no kind that is known",
            "known are Slack, DiscordChatExporter, Mattermost, Zulip, Matrix, GitHub, all-contributors and kindtui; "
            "export other lists as CSV",
        )
    sample = text[:_SAMPLE]
    controls = len(_CONTROLS.findall(sample)) + sample.count("\0")
    if controls > max(3, len(sample) // 50):
        raise _not_a_table("a binary file")
