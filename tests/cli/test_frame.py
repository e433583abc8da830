"""The frame of the command line: words that stand anywhere, help, misspelt commands, every way a command can end."""

from __future__ import annotations

import io
import json
from argparse import Namespace

import pytest

from kindtui import __version__
from kindtui.__main__ import main
from kindtui.cli import main as frame
from kindtui.cli.layout import aligned, fitted, listed, width
from kindtui.cli.main import NOUNS, run, verbs_of
from kindtui.cli.output import Output, Progress
from kindtui.cli.parsing import split_words
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.errors import Ambiguous, Declined, InvalidInput, KindError, NotFound, Problem, StoreError, UsageError

ALL_VERBS = [(noun, verb) for noun in NOUNS for verb in verbs_of(noun)]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def kindtui(*words: str, stdin: io.StringIO | None = None) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = run(words, stdin=stdin or io.StringIO(), stdout=out, stderr=err)
    return code, out.getvalue(), err.getvalue()


def ending(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Make `kindtui where` end with `error`."""

    def fail(session: Session, arguments: Namespace) -> None:
        raise error

    verb = Verb("where", "fails", "kindtui where", fail)
    monkeypatch.setattr(frame, "verbs_of", lambda noun: (verb,))


@pytest.mark.parametrize(
    ("noun", "verb"), ALL_VERBS, ids=lambda value: value.name if isinstance(value, Verb) else value
)
def test_the_help_of_every_verb_has_an_example_of_it(noun: str, verb: Verb) -> None:
    words = [noun] if NOUNS[noun].alone else [noun, verb.name]
    code, out, err = kindtui(*words, "--help")
    assert (code, err) == (0, "")
    example = out.split("example:\n")[1]
    command = " ".join(["kindtui", *words])
    assert command in example or command.replace("kindtui ", "kindtui -w ", 1) in example
    assert "--json" in out


@pytest.mark.parametrize(
    ("noun", "verb"), ALL_VERBS, ids=lambda value: value.name if isinstance(value, Verb) else value
)
def test_the_example_of_every_verb_can_be_read(noun: str, verb: Verb) -> None:
    import shlex

    from kindtui.cli.parsing import parser_for

    for line in verb.example.splitlines():
        words = split_words(shlex.split(line.split(" < ")[0])[1:]).rest
        assert words[0] == noun
        parser_for("kindtui", verb).parse_intermixed_args(words[1:] if NOUNS[noun].alone else words[2:])


def test_the_overview_has_every_noun_with_an_example() -> None:
    code, out, _ = kindtui("--help")
    assert code == 0
    for name, noun in NOUNS.items():
        assert f"\n  {name} " in out
        assert noun.example in out


def test_json_and_the_workspace_may_stand_anywhere() -> None:
    for words in (
        ["-w", "x", "--json", "member", "list"],
        ["member", "--json", "-w", "x", "list"],
        ["member", "list", "--json", "--workspace=x"],
        ["member", "list", "-wx", "--json"],
    ):
        found = split_words(words)
        assert (found.workspace, found.as_json, found.rest) == ("x", True, ["member", "list"])


def test_the_version_is_json_where_json_is_asked_for() -> None:
    assert kindtui("--version") == (0, f"kindtui {__version__}\n", "")
    assert json.loads(kindtui("--version", "--json")[1]) == {"kindtui": __version__}


def test_in_a_pipe_a_text_to_read_cannot_be_turned_and_data_stays_data() -> None:
    out = io.StringIO()
    output = Output(out, io.StringIO())
    output.prose("Ada \u202eecila\u202c \x1b[2J \u200fשלום\u200f\tend")
    assert out.getvalue() == "Ada ‹RLO›ecila‹PDF› ␛[2J \u200fשלום\u200f\tend\n"
    output.document("Ada \u202eecila\u202c")
    assert out.getvalue().endswith("Ada \u202eecila\u202c\n")


def test_after_two_dashes_words_are_words() -> None:
    assert split_words(["member", "add", "--", "--json"]).as_json is False


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["membr", "add"], "did you mean 'member'?"),
        (["member", "lst"], "did you mean 'list'?"),
        (["member", "add", "Ada", "--pronuons", "she"], "did you mean '--pronouns'?"),
        (["member"], "what about member? Say add, list, show, edit, remove"),
        (["contribution", "add", "Helped"], "--by is needed\n  usage: kindtui contribution add [WHAT] --by MEMBER"),
        (["followup", "add"], "--about is needed\n  usage: kindtui followup add --about MEMBER [options]"),
        (["member", "add"], "--name is needed\n  usage: kindtui member add [NAME] [options]"),
        (["export"], "WHAT is needed\n  usage: kindtui export WHAT [MEMBER ...]"),
        (["contribution", "thank"], "usage: kindtui contribution thank CONTRIBUTION... [options]"),
        (["today", "-w"], "-w needs a folder"),
        (["-w", "", "today"], "-w needs a folder"),
        (["--workspace=", "today"], "--workspace needs a folder"),
        ([], "the app needs a terminal"),
        (["--json"], "the app needs a terminal"),
    ],
)
def test_words_that_are_off_are_usage_errors(words: list[str], message: str) -> None:
    code, out, err = kindtui(*words)
    assert (code, out) == (2, "")
    assert message in err


def test_without_a_command_the_app_opens_on_a_terminal() -> None:
    asked: list[tuple[str | None, bool]] = []

    def open_app(workspace: str | None, demo: bool) -> int:
        asked.append((workspace, demo))
        return 7

    assert run(["-w", "x", "--demo"], open_app=open_app, stdin=Terminal(), stdout=Terminal(), stderr=Terminal()) == 7
    assert asked == [("x", True)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UsageError("m", "h"), 2),
        (InvalidInput("m", "h"), 3),
        (NotFound("m", "h"), 4),
        (Declined("m", "h"), 5),
        (StoreError("m", "h"), 6),
        (KindError("m", "h"), 1),
    ],
)
def test_each_error_has_its_code_and_two_lines(monkeypatch: pytest.MonkeyPatch, error: KindError, code: int) -> None:
    ending(monkeypatch, error)
    assert kindtui("where") == (code, "", "kindtui: m\n  h\n")
    found, out, err = kindtui("where", "--json")
    assert (found, out) == (code, "")
    assert json.loads(err) == {"error": error.name, "message": "m", "hint": "h", "problems": []}


def test_candidates_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, Ambiguous("two are meant by 'a'", "say more", candidates=["m-1  Ada", "m-2  Al\x1b[2J"]))
    assert kindtui("where") == (
        4,
        "",
        "kindtui: two are meant by 'a'\n  m-1  Ada\n  m-2  Al\u241b[2J\n  say more\n",
    )
    assert json.loads(kindtui("where", "--json")[2])["candidates"][0] == "m-1  Ada"


def test_every_problem_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    problems = [Problem("no day", "say tomorrow", key="due"), Problem("no such kind", key="kind")]
    ending(monkeypatch, InvalidInput("due: no day; kind: no such kind", "say tomorrow", problems=problems))
    code, _, err = kindtui("where")
    assert code == 3
    assert err == ("kindtui: 2 things cannot be read\n  --due: no day (say tomorrow)\n  --kind: no such kind\n")
    value = json.loads(kindtui("where", "--json")[2])
    assert [problem["key"] for problem in value["problems"]] == ["due", "kind"]


def test_a_bug_is_told_as_ours_without_private_words(monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, ValueError("Ada's secret"))
    code, out, err = kindtui("where")
    assert (code, out) == (1, "")
    assert "this is our fault (ValueError at " in err
    assert "secret" not in err
    assert "Traceback" not in err


def test_a_bug_shows_its_traceback_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, ValueError("x"))
    monkeypatch.setenv("KINDTUI_DEBUG", "1")
    assert "Traceback" in kindtui("where")[2]


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, KeyboardInterrupt())
    assert kindtui("where") == (130, "", "\nstopped\n")


def test_ctrl_c_before_anything_was_begun_ends_with_130_and_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(frame, "use_utf8", stopped)
    assert main(["--version"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_went_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, BrokenPipeError())
    assert kindtui("where") == (0, "", "")


def test_columns_count_cells_and_give_way_but_for_the_id() -> None:
    assert width("日本") == 4
    assert width("e\u0301") == 1
    assert fitted("日本語", 5) == "日本…"
    rows = [["m-1", "Ada", "x" * 50], ["m-22", "日本", "short"]]
    assert aligned(rows, 30) == [f"m-1   Ada   {'x' * 17}…", "m-22  日本  short"]
    assert listed([["m-1", "", "x"]]) == ["m-1  x"]


def test_progress_says_how_far_it_is_and_not_too_often() -> None:
    now = iter([0.0, 1.0, 2.5, 3.0, 5.0])
    stream = io.StringIO()
    progress = Progress("importing", stream, clock=lambda: next(now))
    for done in (10, 20, 30, 40):
        progress(done, 40)
    assert stream.getvalue() == "importing: 20 of 40 (50%)\nimporting: 40 of 40 (100%)\n"


def test_help_does_not_break_a_choice_at_its_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in range(60, 120, 3):
        monkeypatch.setenv("COLUMNS", str(columns))
        help = kindtui("followup", "add", "--help")[1]
        assert "after-moderation" in help and "hard-conversation" in help
