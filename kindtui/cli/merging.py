"""`kindtui member duplicates`, `merge`, `unmerge` and `distinct`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kindtui.cli.records import record_json, references
from kindtui.cli.session import Session
from kindtui.cli.verb import Verb
from kindtui.domain.merges import NOUNS
from kindtui.domain.text import counted

if TYPE_CHECKING:
    from kindtui.domain.duplicates import Suggestion
    from kindtui.domain.merging import Choice
    from kindtui.services.merging import MergePlan
    from kindtui.services.unmerging import Unmerged

WHO = "id, @handle, e-mail or part of the name"


def _duplicates(session: Session, arguments: Namespace) -> None:
    from kindtui.domain.duplicates import NO_SIGN

    workspace, output = session.workspace, session.output
    with output.progress("comparing") as progress:
        found = workspace.merging.suggestions(progress)
    for notice in found.notices:
        output.say(notice)
    if output.as_json:
        output.json([_suggestion_json(each) for each in found.pairs])
        return
    for each in found.pairs:
        one, two = each.members
        output.line(f"{one} {workspace.roster.name_of(one)}  and  {two} {workspace.roster.name_of(two)}")
        output.lines(f"  {reason}" for reason in each.reasons)
        output.lines(f"  but {reason}" for reason in each.against)
        output.line(f"  {_merge_command(each)} --dry-run")
    count = len(found.pairs)
    if not count:
        why = "" if found.notices else f": {NO_SIGN}"
        output.say(f"nobody is suggested{why}")
    else:
        pairs = f"{counted(count, 'pair')} that may be one person"
        output.say(f"{pairs}; nothing is merged by itself. Two people: kindtui member distinct A B")


def _merge_command(suggestion: Suggestion) -> str:
    return f"kindtui member merge {suggestion.members[0]} {suggestion.members[1]}"


def _suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "members": list(suggestion.members),
        "reasons": list(suggestion.reasons),
        "against": list(suggestion.against),
        "command": _merge_command(suggestion),
    }


def _merge_options(parser: ArgumentParser) -> None:
    parser.add_argument("keep", metavar="KEEP", help=f"the member who stays: {WHO}")
    parser.add_argument("other", metavar="OTHER", help="the one who is the same person")
    parser.add_argument(
        "--take",
        action="append",
        default=[],
        metavar="FIELD",
        help="take this field from OTHER, where both say something else; may be repeated",
    )
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")


def _merge(session: Session, arguments: Namespace) -> None:
    workspace, output = session.workspace, session.output
    kept, other = workspace.roster.find(arguments.keep), workspace.roster.find(arguments.other)
    plan = workspace.merging.plan(kept, other, arguments.take)
    merge = None if arguments.dry_run else workspace.merging.merge(kept, other, arguments.take)
    if output.as_json:
        output.json(
            {
                "merged": merge.id if merge else None,
                "kept": record_json(plan.result),
                "other": other.id,
                "fields": [_choice_json(each) for each in plan.choices],
                "moved": dict(plan.moved),
                "notices": list(plan.notices),
            }
        )
        return
    output.lines(_plan_lines(plan, done=merge is not None))
    if merge is None:
        output.say("nothing was done yet")
    else:
        output.line(f"{merge.id}  merged {other.name} into {plan.result.name}")
        output.say(f"kindtui undo takes it back now, kindtui member unmerge {kept.id} any time later")


def _plan_lines(plan: MergePlan, *, done: bool) -> Iterator[str]:
    """What a merge does, to be read; with what could be chosen, unless it is done."""
    yield f"{plan.kept.id} {plan.kept.name}  takes in  {plan.other.id} {plan.other.name}"
    for choice in plan.choices:
        yield f"  {choice.label}: {_shown(choice.result) or '(nothing)'}{_why(choice, done=done)}"
    yield from _moved_lines(plan.moved, "moved")
    yield from (f"  note: {notice}" for notice in plan.notices)


def _why(choice: Choice, *, done: bool) -> str:
    if choice.how == "chosen":
        if choice.result != choice.kept:
            return f"  (not {_shown(choice.kept)})"
        return f"  (not {_shown(choice.other)}{'' if done else f'; --take {choice.name} takes it'})"
    return {"stricter": "  (the one that protects more)", "united": "  (both)", "filled": ""}[choice.how]


def _choice_json(choice: Choice) -> dict[str, Any]:
    keys = ("name", "kept", "other", "result", "how")
    return {key: getattr(choice, key) for key in keys}


def _shown(value: str | list[str]) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ", ".join(value)


def _moved_lines(moved: Mapping[str, int], word: str) -> Iterator[str]:
    counts = [counted(count, NOUNS[name]) for name, count in moved.items() if count]
    if counts:
        yield f"  {word}: {', '.join(counts)}"


def _unmerge_options(parser: ArgumentParser) -> None:
    references(parser, "MEMBER", "who was kept, or who went into them (also by the id they had)", several=False)
    parser.add_argument("--dry-run", action="store_true", help="only say what would be done")


def _unmerge(session: Session, arguments: Namespace) -> None:
    unmerging, output = session.workspace.unmerging, session.output
    merge = unmerging.find(arguments.ref)
    done = unmerging.plan(merge) if arguments.dry_run else unmerging.unmerge(merge)
    if output.as_json:
        output.json(_unmerged_json(done, dry_run=arguments.dry_run))
        return
    output.line(f"{done.kept.id}  {done.kept.name}")
    output.line(f"{done.other.id}  {done.other.name}")
    given = f", with {counted(done.records, 'record')} given back" if done.records else ""
    output.line(f"{'would be ' if arguments.dry_run else ''}two again{given}")
    output.lines(f"  note: {notice}" for notice in done.notices)
    if not arguments.dry_run:
        output.say(f"so that they are not suggested again: kindtui member distinct {done.kept.id} {done.other.id}")


def _unmerged_json(done: Unmerged, *, dry_run: bool) -> dict[str, Any]:
    return {
        "unmerged": not dry_run,
        "members": [record_json(done.kept), record_json(done.other)],
        "records": done.records,
        "notices": list(done.notices),
    }


def _distinct_options(parser: ArgumentParser) -> None:
    parser.add_argument("one", metavar="A", help=WHO)
    parser.add_argument("two", metavar="B", help=WHO)


def _distinct(session: Session, arguments: Namespace) -> None:
    roster = session.workspace.roster
    one, two = roster.find(arguments.one), roster.find(arguments.two)
    found = session.workspace.merging.distinguish(one, two)
    if session.output.as_json:
        session.output.json(record_json(found))
        return
    session.output.line(f"{found.id}  {one.name} and {two.name} are two people, and are not suggested again")


VERBS = (
    Verb(
        "duplicates",
        "cards that may be of one person, each with its reasons",
        "kindtui member duplicates\nkindtui member duplicates --json",
        _duplicates,
        about="The same e-mail however it is written, the same handle, or names that are alike with a second sign:\n"
        "the same login elsewhere, or the same name and day of joining. "
        "A name alone is no sign, and nothing is merged by itself.",
    ),
    Verb(
        "merge",
        "make one of two members: KEEP stays, with what OTHER told",
        "kindtui member merge amina m-7f3 --dry-run\nkindtui member merge amina m-7f3 --take pronouns",
        _merge,
        _merge_options,
        about="Addresses, handles, ids, tags, offers and notes of both stay. Of the other fields that of KEEP stays,\n"
        "unless --take names it. The stricter wish, break or need for space always stays. Contributions, follow-ups\n"
        "and spotlights move; an answer counts only as far as both would have given it.",
    ),
    Verb(
        "unmerge",
        "make two members again of one, also long after",
        "kindtui member unmerge amina --dry-run",
        _unmerge,
        _unmerge_options,
        about="Both are what they were. What was changed since stays with the one who was kept, and is named.",
    ),
    Verb(
        "distinct",
        "remember that two members are two people",
        "kindtui member distinct amina m-7f3",
        _distinct,
        _distinct_options,
        about="They are never suggested as one again. Merging them all the same takes the note away.",
    ),
)
