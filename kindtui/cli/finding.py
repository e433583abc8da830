"""What every `list` knows about finding: the query, filters that are kept under a name, and the order."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from kindtui.domain.record import Record

if TYPE_CHECKING:
    from kindtui.cli.session import Session
    from kindtui.services.saved_filters import SavedFilters
    from kindtui.services.section import Section

R = TypeVar("R", bound=Record)


def add_options(parser: ArgumentParser) -> None:
    """The options beside the query."""
    parser.add_argument(
        "--sort", default="", metavar="FIELD[,-FIELD]", help="the order: a field, with - before it backwards"
    )
    parser.add_argument("--filter", metavar="NAME", help="a filter that was kept, together with the words of QUERY")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--save-filter", metavar="NAME", help="keep this query under a name, for here and for the app")
    kept.add_argument("--remove-filter", metavar="NAME", help="remove a kept filter; what it found stays")
    kept.add_argument("--filters", action="store_true", help="the filters that are kept for this list")


def about_filters(session: Session, arguments: Namespace, service: Section[R]) -> bool:
    """Do what is asked about kept filters, without a list; says whether that was all. Raises NotFound."""
    output = session.output
    if arguments.remove_filter is not None:
        query = _saved(session, service).remove(arguments.remove_filter)
        if output.as_json:
            output.json({"removed": arguments.remove_filter, "query": query})
        else:
            output.say(f"removed the filter {arguments.remove_filter}: {query}")
        return True
    if not arguments.filters:
        return False
    kept = _saved(session, service).all()
    if output.as_json:
        output.json(kept)
    else:
        output.rows([[name, query] for name, query in kept.items()])
    if not kept:
        output.say("no filter is kept for this list yet: add --save-filter NAME to a query")
    return True


def query_of(session: Session, arguments: Namespace, service: Section[R]) -> str:
    """What is searched for: the kept filter and the words. Keeps it when that is asked. Raises NotFound and
    InvalidInput."""
    words = [_saved(session, service).get(arguments.filter)] if arguments.filter is not None else []
    query = " ".join([*words, *arguments.query])
    if arguments.save_filter is not None:
        name = _saved(session, service).save(arguments.save_filter, query)
        session.output.say(f"kept as {name}: {query}")
    return query


def found(arguments: Namespace, service: Section[R], query: str) -> Sequence[R]:
    """The records that a query finds, in the order that was asked for. Raises InvalidInput."""
    sorting = service.sorting(arguments.sort)
    return service.sorted(service.list(query), sorting)


def _saved(session: Session, service: Section[R]) -> SavedFilters:
    from kindtui.services.saved_filters import SavedFilters

    return SavedFilters(session.workspace.state, service.table.name, service)
