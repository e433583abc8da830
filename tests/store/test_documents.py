"""The person's files: what is read, what is written, what is refused, and that nothing is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kindtui.errors import Clash, InvalidInput, NotFound, StoreError
from kindtui.store import durable
from kindtui.store.documents import KEPT, MAX_SIZE, Documents


@pytest.fixture
def conduct(tmp_path: Path) -> Documents:
    return Documents(tmp_path / "conduct", [".yaml", ".yml"])


def test_a_text_comes_back_as_it_was_written(conduct: Documents) -> None:
    text = "# mine\r\nkind:   code-of-conduct  # spaced\n\ttab\n"
    path = conduct.write("ours", text)
    assert conduct.read("ours") == text
    assert path.read_bytes() == text.encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert conduct.names() == ["ours"]
    assert [entry.name for entry in path.parent.iterdir()] == ["ours.yaml"]


def test_a_file_of_the_person_keeps_its_name_and_suffix(conduct: Documents) -> None:
    conduct.folder.mkdir()
    (conduct.folder / "Our Code.yml").write_text("a: 1")
    (conduct.folder / "ours.yml").write_text("a: 1")
    conduct.write("ours", "a: 2")
    conduct.write("Our Code", "a: 3")
    assert sorted(path.name for path in conduct.folder.iterdir()) == ["Our Code.yml", "ours.yml"]
    assert conduct.names() == ["Our Code", "ours"]
    assert conduct.read("Our Code") == "a: 3"


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "/etc/x", "a\\b", "C:x", ".hidden", "a\0b", "Ünï", "A", "x" * 200]
)
def test_names_that_are_no_slugs_are_refused(conduct: Documents, name: str) -> None:
    with pytest.raises(InvalidInput):
        conduct.write(name, "text")
    assert not conduct.folder.exists() or list(conduct.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["../secret", "..", "a/../../secret", "secret\0"])
def test_reading_does_not_leave_the_folder(conduct: Documents, name: str) -> None:
    conduct.write("inside", "x")
    (conduct.folder.parent / "secret.yaml").write_text("secret")
    with pytest.raises(NotFound):
        conduct.read(name)


def test_a_link_that_leads_out_is_refused(conduct: Documents, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text("secret")
    conduct.write("inside", "x")
    (conduct.folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    with pytest.raises(InvalidInput, match="leads out"):
        conduct.read("link")
    conduct.write("link", "mine")
    assert (tmp_path / "secret.yaml").read_text() == "secret"


def test_a_missing_one_names_the_nearest(conduct: Documents) -> None:
    conduct.write("moderation", "x")
    with pytest.raises(NotFound) as caught:
        conduct.read("moderatoin")
    assert "moderation" in caught.value.hint


def test_what_is_no_text_is_refused_with_its_place(conduct: Documents) -> None:
    conduct.folder.mkdir()
    (conduct.folder / "bad.yaml").write_bytes(b"a: 1\nb: \xff\n")
    with pytest.raises(InvalidInput) as caught:
        conduct.read("bad")
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (2, 4)
    (conduct.folder / "big.yaml").write_bytes(b"#" * (MAX_SIZE + 1))
    with pytest.raises(InvalidInput, match="larger"):
        conduct.read("big")
    with pytest.raises(InvalidInput, match="larger"):
        conduct.write("long", "#" * (MAX_SIZE + 1))


def test_a_change_by_somebody_else_is_a_clash(conduct: Documents) -> None:
    path = conduct.write("ours", "one")
    path.write_text("theirs")
    with pytest.raises(Clash):
        conduct.write("ours", "mine", expected="one")
    assert conduct.read("ours") == "theirs"
    path.unlink()
    with pytest.raises(Clash):
        conduct.write("ours", "mine", expected="theirs")
    assert conduct.names() == []


def test_a_removed_one_can_be_brought_back(conduct: Documents) -> None:
    for text in ("one", "two"):
        conduct.write("ours", text)
        copy = conduct.remove("ours")
        assert copy.read_text() == text
    assert conduct.names() == []
    conduct.restore("ours")
    assert conduct.read("ours") == "two"
    with pytest.raises(Clash):
        conduct.restore("ours")
    with pytest.raises(NotFound):
        conduct.restore("never")


def test_the_text_before_a_change_can_be_brought_back_and_that_undone(conduct: Documents) -> None:
    for text in ("one", "two", "two", "three"):
        conduct.write("ours", text)
    assert conduct.earlier() == ["ours"]
    for text in ("two", "three", "two"):
        conduct.restore("ours")
        assert conduct.read("ours") == text
    conduct.remove("ours")
    conduct.restore("ours")
    assert conduct.read("ours") == "two"


def test_only_so_many_earlier_texts_are_kept(conduct: Documents) -> None:
    for number in range(KEPT + 5):
        conduct.write("ours", str(number))
        conduct.write("other", "the same")
    kept = sorted(conduct.folder.parent.glob(".kindtui/earlier/*/*"))
    assert [path.read_text() for path in kept] == [str(number) for number in range(4, KEPT + 4)]


def test_the_stamp_tells_of_every_change(conduct: Documents) -> None:
    seen = [conduct.stamp()]
    path = conduct.write("ours", "one")
    seen.append(conduct.stamp())
    path.write_text("two!")
    seen.append(conduct.stamp())
    conduct.remove("ours")
    assert seen[0] == conduct.stamp()
    assert len(set(seen)) == 3


@pytest.mark.parametrize("call", ["write_new", "replace", "sync_folder"])
def test_a_failing_disk_leaves_the_earlier_text(conduct: Documents, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    conduct.write("ours", "one")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr(durable, call, fail)
        with pytest.raises(StoreError, match="disk is full"):
            conduct.write("ours", "two")
    assert conduct.read("ours") in ({"one"} if call != "sync_folder" else {"one", "two"})
    assert [entry.name for entry in conduct.folder.iterdir()] == ["ours.yaml"]
