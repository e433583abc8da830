"""A member list brought in with csv.DictReader, pydantic and stock TinyDB, as one would write it with them."""

from __future__ import annotations

import csv
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, ValidationError
from tinydb import TinyDB


def _address(text: str) -> str:
    name, at, host = text.rpartition("@")
    if not (name and at and host):
        raise ValueError("no e-mail address")
    return f"{name}@{host.lower()}"


def _day(text: Any) -> Any:
    return text.strip()[:10] or None if isinstance(text, str) else text


def _items(text: Any) -> Any:
    return [each.strip() for each in text.split(";") if each.strip()] if isinstance(text, str) else text


class Recognition(BaseModel):
    """How a member wants to be recognised."""

    wish: Literal["ask", "public", "internal", "private", "never"] = "ask"
    source: str = ""
    on: date | None = None


class Contact(BaseModel):
    """How a member wants to be reached."""

    channel: str = ""
    quiet_hours: str = ""
    note: str = ""


class Member(BaseModel):
    """The fields of a member of kindtui."""

    id: str = Field(default_factory=lambda: f"m-{uuid.uuid4().hex[:10]}")
    created_at: datetime
    updated_at: datetime
    name: Annotated[str, Field(min_length=1, max_length=300)]
    pronouns: str = ""
    handles: dict[str, str] = {}
    emails: list[Annotated[str, AfterValidator(_address)]] = []
    joined: Annotated[date | None, BeforeValidator(_day)] = None
    timezone: str = ""
    languages: list[str] = []
    tags: Annotated[list[str], BeforeValidator(_items)] = []
    kind: Literal["person", "bot"] = "person"
    status: Literal["active", "on_break", "left", "deceased"] = "active"
    until: date | None = None
    space_until: date | None = None
    recognition: Recognition = Recognition()
    contact: Contact = Contact()
    access_needs: list[dict[str, Any]] = []
    offers: list[dict[str, Any]] = []
    needs: list[dict[str, Any]] = []
    how_we_met: str = ""
    notes: str = ""
    sources: dict[str, str] = {}
    locked: list[str] = []


def bring_in(file: Path, database: Path) -> int:
    """Bring the rows of a file into a database; answers how many became members."""
    now = datetime.now(UTC).replace(microsecond=0)
    with TinyDB(database) as opened:
        table = opened.table("members")
        by_email: dict[str, Any] = {}
        by_handle: dict[str, Any] = {}
        for known in table:
            by_email.update(dict.fromkeys(known["emails"], known))
            by_handle.update(dict.fromkeys(known["handles"].values(), known))
        new: list[dict[str, Any]] = []
        refused: list[tuple[int, str]] = []
        with file.open(newline="", encoding="utf-8-sig") as lines:
            for line, row in enumerate(csv.DictReader(lines), 2):
                try:
                    member = Member(
                        created_at=now,
                        updated_at=now,
                        name=row["name"].strip(),
                        emails=[row["email"].strip()] if row["email"].strip() else [],
                        handles={"forum": row["username"].strip()} if row["username"].strip() else {},
                        joined=row["created_at"],
                        timezone=row["timezone"].strip(),
                        tags=row["tags"],
                        sources={"forum": row["id"]},
                    )
                except ValidationError as error:
                    refused.append((line, str(error)))
                    continue
                if any(email in by_email for email in member.emails) or any(
                    handle in by_handle for handle in member.handles.values()
                ):
                    continue
                document = member.model_dump(mode="json", exclude_defaults=True) | {"id": member.id}
                by_email.update(dict.fromkeys(member.emails, document))
                by_handle.update(dict.fromkeys(member.handles.values(), document))
                new.append(document)
        table.insert_multiple(new)
    return len(new)
