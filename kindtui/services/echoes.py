"""What kindtui's own export of a member says, read as an import reads it.

Files hold less than records: a table cannot tell `a, b` from two tags, a vCard has no control characters. So a row that
kindtui wrote is compared with what it would write of that member today, and only the difference is news.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kindtui.domain.fields import field_named
from kindtui.domain.import_columns import choose_columns
from kindtui.domain.import_matching import Arrival
from kindtui.domain.import_plan import Plan, Skipped
from kindtui.domain.imports import GENERIC, Asked, DayOrder, ImportMap
from kindtui.domain.roster import MEMBER_FIELDS, Member
from kindtui.domain.selection import Selection
from kindtui.errors import InvalidInput
from kindtui.formats.csv_export import csv_text
from kindtui.formats.csv_table import distinct
from kindtui.services.import_files import Opened, open_file

_VCARD = "vcard"
_NAMES = {"note": "notes"}
"""What columns of a vCard are called, where fields have other names."""
_ANY_DAY = date(9000, 1, 1)
"""Until when a day is believed: a record says what it says."""


class Echoes:
    """Says what a file would say of members if it were exported now. `orders` are those of day and month, by header."""

    def __init__(self, file: Opened, asked: Asked, orders: Mapping[str, DayOrder | None]) -> None:
        self._format = file.name
        self._asked = asked
        self._orders = orders
        names = dict.fromkeys(_NAMES.get(target := header.partition(":")[0], target) for header in file.headers)
        fields = (field_named(MEMBER_FIELDS, name) for name in names)
        self._selection = Selection(tuple(dict.fromkeys(filter(None, fields))), notes=True)

    def of(self, member: Member) -> Iterator[Arrival]:
        """What an export says of a member, in each way in which it can be written; nothing in other formats."""
        for headers, cells, known in self._rows(member):
            try:
                mapping = {header: target for header, target in self._asked.mapping.items() if header in headers}
                yield Plan(choose_columns(headers, known, mapping), known, self._orders, _ANY_DAY).read(cells)
            except (InvalidInput, Skipped):
                continue

    def _rows(self, member: Member) -> Iterator[tuple[Sequence[str], Sequence[str], ImportMap | None]]:
        if self._format == _VCARD:
            from kindtui.formats.vcard_export import vcard_text

            file = open_file(vcard_text([member], self._selection).encode("utf-8", "replace"), (), _VCARD, None)
            yield from ((file.headers, row.cells, file.known) for row in file.rows if not row.fault)
        elif self._format == GENERIC:
            for raw in (False, True):
                headers, cells = csv.reader(io.StringIO(csv_text([member], self._selection, raw=raw), newline=""))
                yield distinct(headers)[0], cells, None
