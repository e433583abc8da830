"""Finding one's way in a list: the filter, saved filters, and the order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual.widgets import Static

from kindtui.domain.ordering import Sorting, shown_sorting
from kindtui.domain.query import Query, words_query
from kindtui.errors import InvalidInput
from kindtui.tui.commands import Command, Commanding
from kindtui.tui.content import text
from kindtui.tui.hints import fault_words

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widgets import Input

    from kindtui.services.saved_filters import SavedFilters
    from kindtui.services.section import Section
    from kindtui.tui.widgets.filter_bar import FilterBar
    from kindtui.tui.widgets.record_list import RecordList
    from kindtui.workspace import Workspace

    class _Screen(Commanding, Screen[None]):
        """What it is mixed into."""

else:

    class _Screen:
        """No Screen at run time: textual takes the styles of the first base that is one."""


R = TypeVar("R")

SAVE, REMOVE, USUAL = "+", "-", ""
"""Choices that are no name of a filter or an order."""

QUERY_HELP = (
    ("ada lisbon", "all of these words, wherever they stand; accents and case do not matter"),
    ('"buddy plan"', "words that stand together"),
    ("{key}:word", "only there; {key}:none and {key}:any for those without and with one"),
    ("-word, ada OR bo", "what must not be there, also as NOT word; one of the two at least"),
    ("{day}:2025", "a day, month or year; also {day}:>2025-01-31 and {day}:<=today"),
)
"""How a filter is written; in braces a key of the list that holds words, and one that holds days."""


def finding(section: str) -> tuple[Command, ...]:
    """The commands of a list that knows the query language and has several orders."""
    return (
        Command(f"{section}.sort", "Sort the list", "S", "sort", "sort", "The same again turns it round."),
        Command(f"{section}.mark_all", "Mark all that are shown", "ctrl+a", "mark_all", "mark all"),
        Command(
            f"{section}.filters",
            "Saved filters",
            "*",
            "filters",
            "filters",
            "Use one, keep the present one, remove one.",
        ),
        Command(f"{section}.save_filter", "Keep the filter under a name", "+", "save_filter", "keep filter"),
    )


class Finding(_Screen, Generic[R]):
    """Mixed into a section with a list."""

    workspace: Workspace
    _sorting: Sorting = ()

    @property
    def rows(self) -> RecordList[R]:
        """The list."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the records again."""
        raise NotImplementedError

    def say_list_count(self) -> None:
        """Say how many there are."""
        raise NotImplementedError

    @property
    def listing(self) -> Section[Any] | None:
        """The notebook that says what the terms of a filter and the orders are; None: plain words, and one order."""
        return None

    @property
    def list_id(self) -> str:
        """Under which name filters and order of this list are kept."""
        listing = self.listing
        return listing.table.name if listing is not None else ""

    # --- the filter

    @property
    def filter_help(self) -> Sequence[tuple[str, str]]:
        """What can be typed into the filter, and what it means."""
        if self.listing is None:
            return ()
        keys = self.listing.keys
        key = next(name for name, each in keys.items() if each.choices or name == "tag")
        day = next(name for name, each in keys.items() if each.days)
        told = [(typed.format(key=key, day=day), words.format(key=key, day=day)) for typed, words in QUERY_HELP]
        return [*told, ("with a colon", ", ".join(keys))]

    def read_filter(self, typed: str) -> Query[R]:
        """What was typed, as a query. Raises InvalidInput."""
        return self.listing.query(typed) if self.listing is not None else words_query(typed)

    @property
    def typed_filter(self) -> str:
        """What stands in the field of the filter."""
        return next((str(getattr(field, "value", "")) for field in self.query("#filter")), "")

    async def do_filter(self) -> None:
        """Type the filter."""
        self.remove_class("-opened")
        await self._show_filter()
        # at once: `focus()` would come after keys that are waiting already
        self.set_focus(self.query_one("#filter"))

    async def _show_filter(self, typed: str = "") -> None:
        from kindtui.tui.widgets.filter_bar import FilterBar, FilterFault

        if not self.query("#filter"):
            await self.query_one("#list-side").mount(FilterBar(id="filter"), FilterFault(id="filter-fault"), before=0)
        if typed:
            self.query_one("#filter", FilterBar).value = typed

    def clear_filter(self) -> None:
        """Show all rows again."""
        for bar in self.query("#filter, #filter-fault"):
            bar.remove()
        self.rows.filter("")
        self.say_list_count()

    def on_input_changed(self, message: Input.Changed) -> None:
        if message.input.id == "filter":
            fault: InvalidInput | None = None
            try:
                self.rows.filter(message.value)
            except InvalidInput as error:
                fault = error  # the list stays as it was: half a term is no mistake yet
            self._say_fault(fault)
            self.say_list_count()

    def _say_fault(self, fault: InvalidInput | None) -> None:
        words = "" if fault is None else f"! {fault_words(fault)}"
        for line in self.query("#filter-fault").results(Static):
            line.display = bool(words)
            line.update(text(words))

    def on_filter_bar_left(self, message: FilterBar.Left) -> None:
        self.set_focus(self.rows)
        if message.cleared or not self.typed_filter.strip():
            self.clear_filter()

    def on_filter_bar_stepped(self, message: FilterBar.Stepped) -> None:
        self.rows.action_move(message.rows)

    def how_to_choose(self) -> str:
        if self.rows.query_text.strip():
            return "esc clears the filter."
        add = next((each for each in self.own_commands if each.verb == "add"), None)
        return f"{add.shown_keys} adds one." if add is not None else ""

    # --- saved filters

    @property
    def saved(self) -> SavedFilters:
        """The filters that are kept for this list."""
        from kindtui.services.saved_filters import SavedFilters

        assert self.listing is not None
        return SavedFilters(self.workspace.state, self.list_id, self.listing)

    async def do_filters(self) -> None:
        """Use a saved filter, or keep the present one."""
        kept = self.saved.all()
        choices = [(f"={name}", f"{name}   {query}") for name, query in kept.items()]
        if self.typed_filter.strip():
            choices.append((SAVE, f"Keep the present one: {self.typed_filter.strip()}"))
        if kept:
            choices.append((REMOVE, "Remove one …"))
        if not choices:
            self.kind_app.tell("No filter is kept yet.", "/ types one; then * keeps it under a name.")
            return
        chosen = await self.kind_app.choose("Saved filters", choices)
        if chosen == SAVE:
            await self.do_save_filter()
        elif chosen == REMOVE:
            await self._remove_filter()
        elif chosen:
            await self._show_filter(kept[chosen[1:]])
            self.set_focus(self.rows)

    async def do_save_filter(self) -> None:
        """Keep the present filter under a name."""
        query = self.typed_filter.strip()
        if not query:
            self.kind_app.tell("There is no filter to keep.", "/ types one.", severity="warning")
            return
        self.read_filter(query)
        name = await self.kind_app.ask_text("Keep this filter as", hint=query, done="Keep")
        if name and name.strip():
            name = self.saved.save(name, query)
            self.kind_app.tell(f"Kept as {name}.", "* brings it back.")

    async def _remove_filter(self) -> None:
        kept = self.saved.all()
        chosen = await self.kind_app.choose(
            "Remove which filter?", [(name, f"{name}   {query}") for name, query in kept.items()]
        )
        if chosen:
            self.saved.remove(chosen)
            self.kind_app.tell(f"{chosen} is removed; what it found stays.")

    def do_mark_all(self) -> None:
        """Mark all that the filter leaves."""
        self.rows.mark_all()

    # --- the order

    def take_sorting(self) -> None:
        """Use the order that was chosen last for this list."""
        kept = self.workspace.state.get("sort", {})
        typed = kept.get(self.list_id, "") if isinstance(kept, dict) else ""
        try:
            self._sorting = self.listing.sorting(str(typed)) if self.listing is not None else ()
        except InvalidInput:
            self._sorting = ()
        self._show_order()

    def _show_order(self) -> None:
        name, backwards = self._first_order
        self.rows.sort_shown(name, backwards=backwards)

    @property
    def _first_order(self) -> tuple[str, bool]:
        return self._sorting[0] if self._sorting else ("", False)

    @property
    def sorting_words(self) -> str:
        """How the list is sorted, in words: "by joined, latest first"; "" for its usual order."""
        if not self._sorting or self.listing is None:
            return ""
        name, backwards = self._sorting[0]
        return f"by {name.replace('-', ' ')}, {self.listing.orders[name].words[backwards]}"

    async def do_sort(self) -> None:
        """Choose the order of the list."""
        if self.listing is None:
            return
        shown = [column.sort for column in self.rows.columns if column.sort]
        names = sorted(self.listing.orders, key=lambda name: shown.index(name) if name in shown else len(shown))
        now = self._first_order
        choices = [(USUAL, "as usual")]
        for name in names:
            words = self.listing.orders[name].words
            turned = name == now[0] and not now[1]
            choices.append((name, f"{name.replace('-', ' ')}   {words[turned]}"))
        chosen = await self.kind_app.choose("Sort by", choices, current=now[0])
        if chosen is not None:
            self.sort_by(chosen)

    def sort_by(self, name: str) -> None:
        """Sort by this; the same again turns it round, "" is the usual order. It is remembered."""
        before, backwards = self._first_order
        self._sorting = ((name, name == before and not backwards),) if name else ()
        kept = self.workspace.state.get("sort", {})
        others = {id: text for id, text in kept.items() if id != self.list_id} if isinstance(kept, dict) else {}
        now = {self.list_id: shown_sorting(self._sorting)} if self._sorting else {}
        self.workspace.state.set("sort", {**others, **now} or None)
        self._show_order()
        self.reload()

    def on_record_list_title_clicked(self, message: RecordList.TitleClicked) -> None:
        if self.listing is not None and message.sort in self.listing.orders:
            self.sort_by(message.sort)
