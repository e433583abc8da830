"""What every record shares: an id, two instants, and room for keys that a newer version wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 10
ID_DIGITS = rf"[{CROCKFORD}]{{{ID_LENGTH}}}"
"""What follows the letter and the dash of an id, as a regular expression."""

Clock = Callable[[], datetime]
"""Answers the instant now, in UTC."""

MakeId = Callable[[str], str]
"""Answers a fresh id for a prefix: `MakeId("m")` -> "m-7f3k2q9x0a"."""


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, gc=False):
    """A value inside a record, such as one thank-you."""

    extra: dict[str, Any] = msgspec.field(default_factory=dict)
    """Keys of the file that this version does not know; written back where they were found."""


class Record(Part, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One entry of a notebook. `updated_at` is set by the service that changes it."""

    id: str
    created_at: datetime
    updated_at: datetime


def random_id(prefix: str) -> str:
    """An id of 50 random bits, so that two machines do not collide: a letter, a dash, ten Crockford base32 digits."""
    return f"{prefix}-{os.urandom(ID_LENGTH).translate(_DIGIT_OF_BYTE).decode()}"


_DIGIT_OF_BYTE = (CROCKFORD * 8).encode()
"""As many bytes for each digit as for any other."""


def utc_now() -> datetime:
    """The instant now, in UTC, to the second: what a person reads in a file need not be finer."""
    return datetime.now(UTC).replace(microsecond=0)
