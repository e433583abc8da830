"""What every reader of people does alike: it knows its own files, keeps nothing that must not be known, refuses what is
broken at its place, and says clearly when nothing can be read."""

from __future__ import annotations

import json

import pytest

from kindtui.domain.import_rows import FileFormat, People
from kindtui.errors import InvalidInput
from kindtui.formats.import_formats import code_formats, recognised
from kindtui.formats.strict_json import parse_json
from tests.formats.people_files import FILES, SLACK

JSON_FILES = sorted(set(FILES) - {"discord-csv", "mattermost-export", "vcard"})


def format_named(name: str) -> FileFormat:
    return next(each for each in code_formats() if each.name == name)


def read(name: str, data: bytes | None = None) -> People:
    return format_named(name).read(FILES[name] if data is None else data)


@pytest.mark.parametrize("name", FILES)
def test_each_knows_its_own_file_and_no_other(name: str) -> None:
    assert [each.name for each in code_formats() if each.recognises(FILES[name])] == [name]
    text = FILES[name].decode()
    for marked in (b"\xef\xbb\xbf" + FILES[name], *(text.encode(each) for each in ("utf-16", "utf-16-be", "utf-32"))):
        found = recognised(marked)
        assert found is not None and found.name == name
        assert found.read(marked).people == read(name).people


@pytest.mark.parametrize("name", FILES)
def test_secrets_and_messages_are_not_read(name: str) -> None:
    told = repr(read(name).people).casefold()
    for secret in ("secret", "hunter2", "pbkdf2", "555", "admin", "lisbon coordinates"):
        assert secret not in told


@pytest.mark.parametrize("name", FILES)
def test_empty_and_foreign_files_are_nobodys(name: str) -> None:
    for other in (b"", b"[]", b"{}", b"null", b"name,email\nAda,ada@example.org\n", b"\x00\x01", b"[1, 2]", b'"id"'):
        assert not format_named(name).recognises(other)


@pytest.mark.parametrize("name", JSON_FILES)
def test_a_file_that_was_cut_off_is_one_error_with_its_line(name: str) -> None:
    data = FILES[name]
    with pytest.raises(InvalidInput, match=r"cannot be read: line \d+, column \d+") as caught:
        read(name, data[: len(data) * 2 // 3])
    assert "export it again" in caught.value.hint
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("name", JSON_FILES)
def test_two_readings_of_one_text_are_refused(name: str) -> None:
    text = FILES[name].decode()
    key = '"id"' if '"id"' in text else '"name"'
    with pytest.raises(InvalidInput, match="twice"):
        read(name, text.replace(key, f'{key}: "other", {key}', 1).encode())
    with pytest.raises(InvalidInput, match="NaN"):
        read(name, text.replace("{", '{"x": NaN,', 1).encode())
    with pytest.raises(InvalidInput, match="nested too deeply"):
        read(name, text.replace("{", '{"x": ' + "[" * 200_000 + "]" * 200_000 + ",", 1).encode())


@pytest.mark.parametrize("name", JSON_FILES)
def test_another_kind_of_json_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        read(name, b'"a text"')


def test_a_broken_entry_is_refused_and_keeps_its_id() -> None:
    entries = [*SLACK[:1], "nobody", {"id": "U9", "profile": 3}, {"id": "U8", "name": ["x"], "profile": {}}, {"id": ""}]
    people = read("slack-export", json.dumps(entries).encode()).people
    assert [(each.line, each.refused) for each in people[1:]] == [
        (2, "this entry is no object with fields"),
        (3, "profile is no object with fields"),
        (4, "name is no text"),
        (5, "there is no id in this entry"),
    ]
    assert [each.values.get("id") for each in people] == ["U0AAA", None, "U9", "U8", ""]


def test_half_a_character_is_refused_where_it_is_used_and_ignored_elsewhere() -> None:
    text = json.dumps([{"id": "U1", "status": "\ud83d"}, {"id": "U2", "profile": {"real_name": "A\ud83d"}}])
    people = read("slack-export", text.encode()).people
    assert [each.refused for each in people] == ["", "real_name holds half of a character"]


def test_bytes_that_are_no_text_are_named_with_their_line() -> None:
    with pytest.raises(InvalidInput, match="line 3 holds bytes that are no text"):
        read("slack-export", '[\n{"id": "Üüü",\n"name": "'.encode() + b"\xff\xfe" + b'"}]')


def test_some_keys_of_a_json_text() -> None:
    text = '{"a": {"keep": 1, "drop": {"keep": 2}}, "keep": [{"drop": 1}], "drop": "\\ud83d"}'
    assert parse_json(text, only=frozenset({"a", "keep"})) == {"a": {"keep": 1}, "keep": [{}]}
    with pytest.raises(InvalidInput, match="twice"):
        parse_json('{"drop": {"x": 1, "x": 2}}', only=frozenset({"keep"}))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a": 1e400x, null: 1}', "1e400x is not a number"),
        ('{"a": {"b": 1, "b": 2}, null: ]}', '"b" is here twice'),
        ("[99999999999999999999, }]", "99999999999999999999 is not a number"),
        ("[1e400]]]", "1e400 is not a number"),
    ],
)
def test_what_is_refused_first_is_named_whatever_follows(text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        parse_json(text)
