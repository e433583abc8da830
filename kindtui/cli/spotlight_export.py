"""`kindtui spotlight export`, `publish` and `take-out`: what leaves, where it went, and what must not lie about."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import get_args

from kindtui.cli.leaving import add_destination, copy_text, need_clipboard, out_path
from kindtui.cli.options import add_day, choice_of, day_of
from kindtui.cli.records import names, references, tell
from kindtui.cli.session import Session
from kindtui.cli.spotlight_telling import WHICH, spotlight_json
from kindtui.cli.verb import Verb
from kindtui.domain.spotlights import Audience
from kindtui.domain.text import listed
from kindtui.errors import UsageError
from kindtui.formats.spotlight_text import FORMATS, joined

AUDIENCES: tuple[Audience, ...] = get_args(Audience)


def _export_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)
    parser.add_argument("--format", default="markdown", help=", ".join(FORMATS))
    parser.add_argument("--audience", default="", help=f"{', '.join(AUDIENCES)}; that of the spotlight when left out")
    parser.add_argument("--draft", action="store_true", help="for the members' own review: marked as a draft")
    parser.add_argument("--front-matter", action="store_true", help="begin with YAML front matter (markdown)")
    add_destination(parser, "a file in the workspace's exports/ when left out")


def _export(session: Session, arguments: Namespace) -> None:
    service = session.workspace.spotlights
    found = service.find(arguments.ref)
    chosen = choice_of("--format", arguments.format, FORMATS)
    audience = choice_of("--audience", arguments.audience, AUDIENCES) if arguments.audience else None
    to_stdout = arguments.out == "-"
    if arguments.copy:
        service.render(found.id, chosen, audience=audience, draft=arguments.draft)
        need_clipboard()
    exported = service.export(
        found.id,
        chosen,
        audience=audience,
        draft=arguments.draft,
        out=out_path(arguments.out) if arguments.out and not to_stdout else None,
        copy=arguments.copy,
        shown=to_stdout,
        front_matter=arguments.front_matter,
    )
    text = joined(exported.messages)
    if arguments.copy:
        copy_text(session, text)
    if session.output.as_json:
        value = {
            "id": found.id,
            "format": chosen,
            "audience": audience or found.audience,
            "draft": arguments.draft,
            "path": str(exported.path) if exported.path else None,
            "messages": list(exported.messages),
        }
        session.output.json(value)
    elif to_stdout:
        session.output.prose(text)
    elif exported.path:
        session.output.line(str(exported.path))
        if exported.twin:
            session.output.line(str(exported.twin))


def _publish_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)
    parser.add_argument("--where", required=True, help="a link, or the name of the place")
    add_day(parser, "on", "the day; today when left out")


def _publish(session: Session, arguments: Namespace) -> None:
    service = session.workspace.spotlights
    found = service.find(arguments.ref)
    published = service.publish(found.id, arguments.where, day_of(session, "on", arguments.on))
    tell(
        session,
        [published],
        lambda each: f"published on {arguments.where}: {names(session, each.members)}",
        one=True,
        as_json=lambda each: spotlight_json(session, each),
    )


def _take_out_options(parser: ArgumentParser) -> None:
    references(parser, "SPOTLIGHT", WHICH, several=False)
    parser.add_argument("--changed", action="store_true", help="also files that somebody wrote in since the export")
    parser.add_argument("--yes", action="store_true", help="do it without asking")
    parser.add_argument("--dry-run", action="store_true", help="only name the files")


def _take_out(session: Session, arguments: Namespace) -> None:
    found = session.workspace.spotlights.find(arguments.ref)
    service = session.workspace.spotlights.taking_down
    files = service.files(found)
    chosen = [each for each in files if each.may_go and (arguments.changed or each.as_exported)]
    if chosen and not arguments.yes and not arguments.dry_run:
        if not session.asks:
            raise UsageError("nothing was deleted yet", "--yes does it, --dry-run only names the files")
        if not session.says_yes(f"This cannot be undone. Type yes to delete {listed([each.file for each in chosen])}:"):
            return
    gone = service.delete(found, () if arguments.dry_run else chosen)
    concerned = chosen if arguments.dry_run else gone
    left = [each for each in files if each not in concerned]
    if session.output.as_json:
        names_of = {"to_delete": [each.file for each in chosen], "deleted": [each.file for each in gone]}
        names_of["left"] = [each.file for each in left]
        session.output.json({"id": found.id, **names_of})
        return
    done = "would be deleted" if arguments.dry_run else "deleted"
    session.output.lines([f"{done}: {each.file}" for each in concerned])
    for each in left:
        how = "--changed" if each.may_go else "it lies elsewhere: look, and delete it yourself"
        session.output.lines([f"left, since it is not as it was exported ({how}): {each.file}"])


EXPORT_VERBS = (
    Verb(
        "export",
        "write the text for a place, once everybody said yes",
        "kindtui spotlight export s-2k1 --format discord --copy\nkindtui spotlight export s-2k1 --draft -o -",
        _export,
        _export_options,
        about="Without consent it ends with exit code 5 and says who, why, and the next step.",
    ),
    Verb(
        "publish",
        "record where it was published",
        "kindtui spotlight publish s-2k1 --where https://example.org/news/12",
        _publish,
        _publish_options,
    ),
    Verb(
        "take-out",
        "delete exported files when somebody in them agrees no longer",
        "kindtui spotlight take-out s-2k1 --dry-run\nkindtui spotlight take-out s-2k1 --yes",
        _take_out,
        _take_out_options,
        about="Asks first; a script has to say --yes. What was published is yours to take down; show says where.\n"
        "Exit code 5 when none of its files has to go.",
    ),
)
