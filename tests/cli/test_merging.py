"""Duplicates on the command line: suggested, merged, parted, told apart; how imports and forgetting go with that."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import CommandLine

SLACK = """\
id,name,email,discord,joined,tag
U0001,Ada Lovelace,ada@x.org,ada,2024-01-01,docs
U0002,Ada L.,ada+work@x.org,ada_l,2024-05-01,mentor
U0003,Bo Lind,bo@x.org,bo,2024-05-01,
U0004,Bo Lind,bo@other.org,lindbo,2024-05-01,
"""


def imported(kindtui: CommandLine, text: str = SLACK) -> dict[str, Any]:
    """Import the list; its counts."""
    Path(kindtui.folder.parent / "people.csv").write_text(text, "utf-8")
    counts: dict[str, Any] = kindtui("import", str(kindtui.folder.parent / "people.csv"), "--json").json
    return {key: counts[key] for key in ("added", "changed", "same", "skipped", "refused")}


def counts(**some: int) -> dict[str, int]:
    return {"added": 0, "changed": 0, "same": 0, "skipped": 0, "refused": 0, **some}


def records(kindtui: CommandLine) -> dict[str, Any]:
    """Every record as `export` tells it."""
    found = {}
    for table in ("members", "contributions", "followups", "spotlights"):
        for record in kindtui("export", table, "--format", "json").json:
            found[record["id"]] = record
    return found


def test_the_journey_of_two_cards_of_one_person(kindtui: CommandLine) -> None:
    assert imported(kindtui) == counts(added=4)
    assert imported(kindtui) == counts(same=4)
    kindtui("contribution", "add", "Fixed it", "--by", "Ada L.", "--helped", "@bo", "--noticed-by", "Ada L.")
    kindtui("contribution", "add", "Both of it", "--by", "Ada L.", "--by", "Ada Lovelace")
    kindtui("followup", "add", "--about", "Ada L.", "--owner", "Ada L.", "--action", "Call")
    kindtui("spotlight", "draft", "--for", "Ada L.")
    before = records(kindtui)

    # duplicates: one pair with its reasons; two people of one name are two
    [suggested] = kindtui("member", "duplicates", "--json").json
    ada, other = suggested["members"]
    assert suggested["reasons"] == [
        "e-mails of one mailbox: ada@x.org, ada+work@x.org",
        "one name is a shorter form of the other",
    ]
    assert suggested["command"] == f"kindtui member merge {ada} {other}"

    # merge: everything moves, and one undo would take it back
    plan = kindtui("member", "merge", ada, other, "--dry-run", "--json").json
    assert plan["merged"] is None and records(kindtui) == before
    merged = kindtui("member", "merge", ada, other, "--json").json
    assert merged["moved"] == {"contributions": 2, "followups": 1, "spotlights": 1}
    assert merged["kept"] == plan["kept"] | {"updated_at": merged["kept"]["updated_at"]}
    now = records(kindtui)
    assert other not in now and other not in json.dumps(now)
    assert now[ada]["emails"] == ["ada@x.org", "ada+work@x.org"]
    assert now[ada]["handles"] == {"discord": "ada", "discord (2)": "ada_l"}
    assert imported(kindtui) == counts(same=4), "the list knows both accounts as one person"
    assert kindtui("member", "duplicates", "--json").json == []
    assert "Ada L., on 2026-03-10" in kindtui("member", "show", ada).out
    assert kindtui("member", "show", other).out == kindtui("member", "show", ada).out, "the old id finds them"

    # undo and redo, then unmerge to the exact originals
    kindtui("undo")
    assert records(kindtui) == before
    kindtui("redo")
    assert records(kindtui) == now
    parted = kindtui("member", "unmerge", "Ada Lovelace", "--json").json
    assert (parted["records"], parted["notices"]) == (4, [])
    assert records(kindtui) == before
    assert imported(kindtui) == counts(same=4)

    # forget the one person of two cards: both accounts stay out
    kindtui("member", "merge", ada, other)
    kindtui("member", "forget", ada, "--yes")
    left = "\n".join(path.read_text("utf-8", "replace") for path in kindtui.folder.rglob("*") if path.is_file())
    for trace in ("ada@x.org", "ada+work@x.org", "ada_l", "Ada L.", "Lovelace", "U0001", "U0002", ada, other):
        assert trace not in left
    assert imported(kindtui) == counts(same=2, skipped=2)


def test_two_people_are_told_apart_for_good(kindtui: CommandLine) -> None:
    for name in ("Ada Lovelace", "Ada L."):
        kindtui("member", "add", name, "--email", "family@x.org")
    assert len(kindtui("member", "duplicates", "--json").json) == 1
    out = kindtui("member", "distinct", "Ada Lovelace", "Ada L.").out
    assert "are two people" in out
    assert kindtui("member", "distinct", "Ada L.", "Ada Lovelace").id == out.split()[0], "it is noted once"
    ended = kindtui("member", "duplicates")
    assert ended.out == "" and "nobody is suggested" in ended.err
    kindtui("undo")
    assert len(kindtui("member", "duplicates", "--json").json) == 1
    kindtui("redo")
    # whoever merges them all the same is told, and parting them brings the note back
    assert "that note goes" in kindtui("member", "merge", "Ada Lovelace", "Ada L.").out
    kindtui("member", "unmerge", "Ada L.")
    assert kindtui("member", "duplicates", "--json").json == []


def test_what_a_merge_says(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Ada Lovelace", "--email", "ada@x.org", "--tag", "docs", "--recognition", "public")
    kindtui("member", "add", "Ada L.", "--email", "ADA@x.org", "--pronouns", "she/her", "--recognition", "private")
    shown = kindtui("member", "duplicates").out
    assert shown.splitlines()[0].split("  ") == ["m-0000000001 Ada Lovelace", "and", "m-0000000002 Ada L."]
    assert "  kindtui member merge m-0000000001 m-0000000002 --dry-run" in shown.splitlines()
    said = kindtui("member", "merge", "Ada Lovelace", "Ada L.", "--take", "name", "--dry-run").out.splitlines()
    assert "  Name: Ada L.  (not Ada Lovelace)" in said
    assert "  Pronouns: she/her" in said
    assert "  Recognition: private  (the one that protects more)" in said
    assert kindtui("member", "show", "Ada L.", "--json").json["pronouns"] == "she/her", "nothing was done"
    kindtui("member", "merge", "Ada Lovelace", "Ada L.", "--take", "name")
    assert kindtui("member", "list", "--json").json[0]["name"] == "Ada L."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("merge", "Ada", "Ada"), 3),
        (("merge", "Ada", "Bo", "--take", "recognition"), 3),
        (("merge", "Ada", "Bo", "--take", "shoe-size"), 3),
        (("merge", "Ada", "Nobody"), 4),
        (("merge", "Ada"), 2),
        (("unmerge", "Ada"), 4),
        (("unmerge", "Nobody"), 4),
        (("distinct", "Ada", "Ada"), 3),
    ],
)
def test_how_it_ends_when_it_cannot_be(kindtui: CommandLine, words: tuple[str, ...], code: int) -> None:
    kindtui("member", "add", "Ada")
    kindtui("member", "add", "Bo")
    ended = kindtui("member", *words, code=code)
    assert ended.err.startswith(("kindtui: ", "usage:")) and not ended.out


def test_forgetting_by_the_id_of_a_merged_card_forgets_the_person(kindtui: CommandLine) -> None:
    kept = kindtui("member", "add", "Ada", "--email", "a@x.org").id
    other = kindtui("member", "add", "Ada L", "--email", "b@x.org").id
    kindtui("member", "merge", kept, other)
    assert f"To forget Ada ({kept})" in kindtui("member", "forget", other, "--dry-run").out
    kindtui("member", "forget", other, "--yes")
    kindtui("member", "show", kept, code=4)
    for path in (kindtui.folder / "records").glob("*.json"):
        assert not any(each in path.read_text(encoding="utf-8") for each in (kept, other, "a@x.org", "b@x.org"))
