"""The accounts that Synapse lists."""

from __future__ import annotations

import json

from kindtui.formats.matrix_users import FORMAT
from tests.formats.people_files import FILES, MATRIX


def test_accounts_of_people() -> None:
    found = FORMAT.read(FILES["matrix-users"])
    ada, ben, *others = found.people
    assert ada.values == {
        "id": "@ada:example.org",
        "name": "Ada",
        "handle:matrix": "@ada:example.org",
        "email": ["ada@example.org"],
        "joined": "2024-03-01",
    }
    assert ben.values == {
        "id": "@ben:example.org",
        "handle:matrix": "@ben:example.org",
        "joined": "2024-03-01",
        "status": "left",
    }
    assert [each.skipped or each.refused for each in others] == [
        "an account that was erased",
        "a bot",
        "an account that a bridge or another program made",
        "a guest without an account",
        "there is no account such as @ada:example.org in this entry",
    ]
    assert "next page" in found.notices[0]


def test_one_account_and_a_plain_list() -> None:
    one = json.dumps(MATRIX["users"][0]).encode()
    few = json.dumps(MATRIX["users"][:1]).encode()
    assert FORMAT.recognises(one) and FORMAT.recognises(few)
    assert FORMAT.read(one).people == FORMAT.read(few).people == FORMAT.read(FILES["matrix-users"]).people[:1]
