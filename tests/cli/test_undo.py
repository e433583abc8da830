"""`kindtui undo` and `redo`: what they say, and what they ask."""

from __future__ import annotations

from tests.cli.conftest import CommandLine


def test_a_yes_that_was_taken_back_is_not_brought_back_by_a_script(kindtui: CommandLine) -> None:
    kindtui("member", "add", "Ada")
    kindtui("contribution", "add", "Fixed the docs", "--by", "Ada")
    spotlight = kindtui("spotlight", "draft", "--for", "Ada").id
    kindtui("spotlight", "ask", spotlight)
    kindtui("spotlight", "answer", spotlight, "--member", "Ada", "--yes")
    kindtui("spotlight", "withdraw", spotlight)
    told = "Ada's yes to a spotlight would count again, which they took back\n"
    assert kindtui("undo", "--dry-run").out == f"would undo: Ada withdrew from a spotlight\n{told}"
    assert kindtui("undo", "--dry-run", "--json").json["consent"] == [told.rstrip()]
    refused = kindtui("undo", code=5)
    assert "kindtui undo --yes" in refused.err
    assert refused.out == ""
    assert "blocked" in kindtui("spotlight", "show", spotlight).out
    assert kindtui("undo", "--yes").out.startswith("undone: Ada withdrew")
    assert "ready" in kindtui("spotlight", "show", spotlight).out
    assert kindtui("redo").out == "redone: Ada withdrew from a spotlight\n"
