"""Rows about people who asked to be forgotten, and rows in which others tell of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kindtui.domain.import_matching import Arrival
from kindtui.domain.import_rows import Given
from kindtui.domain.traces import Identity


class KeepOut(Protocol):
    """Knows who asked not to be recorded."""

    @property
    def knows(self) -> Callable[[Identity], bool]:
        """Whether somebody did."""

    @property
    def knows_name(self) -> Callable[[str], bool]:
        """Whether somebody is called so who did, and of whom a list may say nothing else."""

    def without(self, text: str) -> str:
        """A text without what gives one of them away."""


def identity_in(arrival: Arrival, source: str) -> Identity:
    """What a row tells by which somebody could be known again."""
    handles = tuple(arrival.handles.items())
    return Identity(arrival.id, handles=handles, emails=arrival.emails, sources=((source, arrival.id),))


def clean(arrival: Arrival, without: Callable[[str], str]) -> None:
    """Take those who asked to be forgotten out of what a row says of somebody else."""
    arrival.note = without(arrival.note)
    arrival.tags = tuple(map(without, arrival.tags))
    arrival.others = {name: list(map(without, texts)) for name, texts in arrival.others.items()}


def cleaned(given: Given, without: Callable[[str], str]) -> Given:
    """The same of a contribution. A link that leads to one of them is none."""
    link = given.link if without(given.link) == given.link else ""
    return replace(given, what=without(given.what), link=link)
