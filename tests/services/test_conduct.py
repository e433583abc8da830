"""What a person does with conduct documents: begin, write, check, render for a member, remove."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from kindtui.domain.settings import Settings
from kindtui.errors import Ambiguous, Clash, InvalidInput, NotFound
from kindtui.formats.yaml_text import load
from kindtui.resources import bundled
from kindtui.services.conduct import Conduct
from kindtui.store.documents import Documents

ANA = {"name": "Ana", "pronouns": ""}
SETTINGS = Settings(name="Quiet Harbour", contact="care@example.org")
TEMPLATES = sorted((bundled("data") / "conduct").glob("*.yaml"))


def room(folder: Path, settings: Settings) -> Conduct:
    documents = Documents(folder / "conduct", (".yaml", ".yml"), workspace=folder)
    return Conduct(documents, bundled("data") / "conduct", today=lambda: date(2026, 5, 5), settings=settings)


@pytest.fixture
def conduct(tmp_path: Path) -> Conduct:
    return room(tmp_path, SETTINGS)


@pytest.fixture
def bare(tmp_path: Path) -> Conduct:
    return room(tmp_path, Settings())


def test_there_are_templates_for_codes_procedures_and_messages(conduct: Conduct) -> None:
    templates = {each.id: each for each in conduct.templates()}
    assert [each.kind for each in conduct.templates()][:3] == ["code-of-conduct", "code-of-conduct", "procedure"]
    assert {"nudge", "warning", "pause", "removal", "reporter-outcome", "welcome-back"} <= set(templates)
    assert all(each.title and each.about and "{{" not in each.title for each in templates.values())


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_a_template_lacks_only_what_its_adopters_fill_in(bare: Conduct, file: Path) -> None:
    bare.start("ours", file.stem)
    problems = bare.check("ours")
    assert all("required variable" in each.message for each in problems)
    text = bare.text("ours")
    for each in problems:
        name = each.key.removeprefix("variables.")
        text = text.replace(f"\n  {name}:\n", f"\n  {name}:\n    value: filled in\n", 1)
    assert bare.check_text(text) == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_templates_follow_the_schema(conduct: Conduct, file: Path) -> None:
    jsonschema.Draft7Validator.check_schema(conduct.schema())
    jsonschema.Draft7Validator(conduct.schema()).validate(load(file.read_text(encoding="utf-8")).value)


def test_the_shipped_schema_is_that_of_the_code(conduct: Conduct) -> None:
    shipped = json.loads((bundled("data") / "conduct" / "conduct.schema.json").read_text(encoding="utf-8"))
    assert shipped == conduct.schema()
    assert "$defs" not in json.dumps(shipped)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(shipped).validate({"kind": "code", "id": "x", "title": "x"})


def test_a_new_document_has_its_own_id_and_the_day_of_its_beginning(conduct: Conduct) -> None:
    assert conduct.start("our-code", "code-of-conduct") == "our-code"
    document = conduct.parse("our-code")
    assert (document.id, document.review.last) == ("our-code", "2026-05-05")
    (entry,) = conduct.listing()
    assert (entry.name, entry.kind, entry.errors, entry.warnings) == ("our-code", "code-of-conduct", 1, 0)
    assert str(entry.review_due) == "2027-05-05"
    assert entry.title == "How we treat each other in Quiet Harbour"


def test_beginning_refuses_taken_names_unknown_sources_and_names_that_are_none(conduct: Conduct) -> None:
    conduct.start("ours", "small-group")
    with pytest.raises(InvalidInput, match="already"):
        conduct.start("ours", "small-group")
    with pytest.raises(NotFound) as caught:
        conduct.start("other", "code-of-conducts")
    assert "code-of-conduct" in caught.value.hint
    with pytest.raises(InvalidInput) as refused:
        conduct.start("Our Code!", "small-group")
    assert "our-code" in refused.value.hint


def test_beginning_from_markdown_yaml_and_from_no_text(conduct: Conduct, tmp_path: Path) -> None:
    markdown = tmp_path / "CODE_OF_CONDUCT.md"
    markdown.write_text("# Ours\n\n## Be kind\n\nWrite to [INSERT EMAIL].\n", encoding="utf-8")
    conduct.start("from-markdown", str(markdown))
    assert conduct.parse("from-markdown").title == "Ours"
    yaml = tmp_path / "other.yaml"
    yaml.write_text(conduct.text("from-markdown"), encoding="utf-8")
    conduct.start("from-yaml", str(yaml))
    assert conduct.text("from-yaml") == conduct.text("from-markdown")
    picture = tmp_path / "picture.md"
    picture.write_bytes(b"\x89PNG\r\n\xff\xfe")
    empty = tmp_path / "empty.md"
    empty.write_text("", encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text("kind: [", encoding="utf-8")
    for source in (picture, empty, broken):
        with pytest.raises(InvalidInput):
            conduct.start("refused", str(source))
    assert "refused" not in [each.name for each in conduct.listing()]


def test_what_is_typed_is_kept_as_it_is_and_never_over_somebody_elses(conduct: Conduct) -> None:
    conduct.start("ours", "small-group")
    before = conduct.text("ours")
    conduct.keep("ours", "kind: [broken  # my note\n", before)
    assert conduct.text("ours") == "kind: [broken  # my note\n"
    (entry,) = conduct.listing()
    assert (entry.title, entry.errors) == ("", 1)
    with pytest.raises(Clash):
        conduct.keep("ours", "title: mine\n", before)
    (problem,) = conduct.check("ours")
    assert str(problem).startswith("conduct/ours.yaml:1:7: a bracket is not closed")
    with pytest.raises(InvalidInput):
        conduct.parse("ours")


def test_checking_a_file_by_its_path(conduct: Conduct, tmp_path: Path) -> None:
    path = tmp_path / "draft.yaml"
    path.write_text("kind: message\nid: x\ntitle: X\nsectoins: []\n", encoding="utf-8")
    assert f"{path}:4:1: unknown key 'sectoins' (did you mean 'sections'?)" in [
        str(p) for p in conduct.check(str(path))
    ]
    with pytest.raises(NotFound):
        conduct.check("nowhere")


def test_a_file_that_is_no_text_is_listed_as_wrong(conduct: Conduct, tmp_path: Path) -> None:
    conduct.start("ours", "small-group")
    (tmp_path / "conduct" / "photo.yaml").write_bytes(b"\x89PNG\xff")
    assert [(each.name, each.errors) for each in conduct.listing()] == [("ours", 1), ("photo", 1)]
    assert conduct.render("warning", member=ANA, clause="pushing")


def test_a_code_renders_with_values_from_settings_document_and_command(conduct: Conduct) -> None:
    conduct.start("ours", "code-of-conduct")
    with pytest.raises(InvalidInput) as caught:
        conduct.render("ours")
    assert "--set second_contact=" in caught.value.hint
    text = conduct.render("ours", values={"second_contact": "Noor"})
    assert text.startswith("# How we treat each other in Quiet Harbour\n")
    assert "- The care team: care@example.org" in text
    assert "- An independent person: Noor (instead of The care team" in text
    assert "**Consequence:**" in text and "CC0-1.0" in text and "{{" not in text
    assert "<h1>How we treat each other in Quiet Harbour</h1>" in conduct.render(
        "ours", values={"second_contact": "Noor"}, format="html"
    )
    plain = conduct.render("ours", values={"second_contact": "Noor"}, format="text")
    assert "#" not in plain and "**" not in plain
    with pytest.raises(InvalidInput) as unknown:
        conduct.render("ours", values={"secnd_contact": "x"})
    assert "second_contact" in unknown.value.hint


def test_a_value_is_text_and_never_a_template(conduct: Conduct) -> None:
    text = conduct.render("small-group", values={"second_contact": "{{ contact }}{% if %}"})
    assert "Outside the group: {{ contact }}{% if %}" in text


def test_a_warning_is_written_to_a_member_about_a_clause(conduct: Conduct) -> None:
    conduct.start("our-code", "code-of-conduct")
    text = conduct.render("warning", member=ANA, clause="insults", values={"what_happened": "you said no"})
    code = conduct.parse("our-code")
    assert text.startswith("Hello Ana,")
    assert f"> {next(each.text for each in code.clauses if each.id == 'insults')}" in text
    rung = next(each for each in code.ladder if each.id == "warning")
    assert rung.consequence.strip() in text and rung.repair.strip() in text
    assert code.appeal.strip() in text and "care@example.org" in text and "90 days" in text


def test_a_message_of_the_workspace_comes_before_the_template(conduct: Conduct) -> None:
    conduct.start("our-code", "code-of-conduct")
    conduct.start("warning", "warning")
    conduct.keep("warning", conduct.text("warning").replace("Hello {{", "Dear {{"))
    assert conduct.render("warning", member=ANA, clause="insults").startswith("Dear Ana,")


def test_a_message_works_without_settings(bare: Conduct) -> None:
    bare.start("our-code", "code-of-conduct")
    for template in ("nudge", "warning", "pause", "removal", "welcome-back", "reporter-outcome"):
        text = bare.render(template, member=ANA, clause="threats")
        assert "Ana" in text and "{{" not in text and "None" not in text


def test_a_message_says_what_it_needs(conduct: Conduct) -> None:
    with pytest.raises(InvalidInput) as no_member:
        conduct.render("warning", clause="insults")
    assert "--for" in no_member.value.hint
    with pytest.raises(InvalidInput) as no_clause:
        conduct.render("warning", member=ANA)
    assert "--clause" in no_clause.value.hint
    with pytest.raises(NotFound) as no_code:
        conduct.render("warning", member=ANA, clause="insults")
    assert "kindtui conduct new" in no_code.value.hint


def test_a_clause_of_two_documents_is_named_with_its_document(conduct: Conduct) -> None:
    conduct.start("one", "code-of-conduct")
    conduct.start("two", "code-of-conduct")
    with pytest.raises(Ambiguous) as caught:
        conduct.render("warning", member=ANA, clause="insults")
    assert [each.split("  ")[0] for each in caught.value.candidates] == ["one:insults", "two:insults"]
    assert "Name-calling" in conduct.render("warning", member=ANA, clause="two:insults")
    with pytest.raises(NotFound) as unknown:
        conduct.render("warning", member=ANA, clause="insluts")
    assert "insults" in unknown.value.hint


def test_the_rung_can_be_chosen(conduct: Conduct) -> None:
    conduct.start("ours", "code-of-conduct")
    text = conduct.render("warning", member=ANA, clause="insults", values={"rung": "suspension"})
    assert "up to a year" in text
    with pytest.raises(NotFound) as caught:
        conduct.render("warning", member=ANA, clause="insults", values={"rung": "suspenson"})
    assert "suspension" in caught.value.hint


def test_a_name_stays_a_name(conduct: Conduct) -> None:
    conduct.start("ours", "small-group")
    name = "<script>alert(1)</script> [x](https://evil.example)\n# Owned {{ contact }}"
    html = conduct.render("nudge", member={"name": name}, clause="pushing", format="html")
    assert "<script" not in html and "<a " not in html and "<h1>" not in html and "{{ contact }}" in html


def test_a_member_is_called_by_name_when_no_pronouns_are_known(conduct: Conduct) -> None:
    message = "kind: message\nid: m\ntitle: M\nsections:\n  - id: m\n    text: '{{ member.addressed }}'\n"
    conduct.keep("note", message)
    assert conduct.render("note", member=ANA) == "Ana\n"
    assert conduct.render("note", member={"name": "Ana", "pronouns": "she/her"}) == "Ana (she/her)\n"


def test_a_fault_in_a_text_is_named_with_its_place_in_the_file(conduct: Conduct) -> None:
    conduct.keep(
        "note", "kind: message\nid: m\ntitle: M\nsections:\n  - id: m\n    text: |\n      Hi\n      {{ membr.name }}\n"
    )
    with pytest.raises(InvalidInput) as caught:
        conduct.render("note", member=ANA)
    assert str(caught.value.problems[0]).startswith("conduct/note.yaml:8:10: unknown variable 'membr.name'")


def test_a_document_is_made_from_markdown_or_yaml_alone(conduct: Conduct, tmp_path: Path) -> None:
    for name, fits in (("members.csv", False), ("code.docx", False), ("CODE", True), ("Code.MD", True)):
        file = tmp_path / name
        file.write_text("# How we are\n\nBe kind.\n", encoding="utf-8")
        if fits:
            assert conduct.start(f"from-{name.lower().replace('.', '-')}", str(file))
        else:
            with pytest.raises(InvalidInput, match="neither Markdown nor YAML"):
                conduct.start("ours", str(file))


def test_a_removed_document_can_come_back(conduct: Conduct) -> None:
    conduct.start("ours", "small-group")
    text = conduct.text("ours")
    assert conduct.remove("ours") == text
    assert conduct.listing() == []
    conduct.restore("ours")
    assert conduct.text("ours") == text
