"""The consent rule over random histories, and texts from which a person was taken out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kindtui.domain.anonymity import REPLACEMENT, anonymised, identifying, without_names
from kindtui.domain.consent import AGREED, standing
from kindtui.domain.consent_steps import answered, asked, withdrawn
from kindtui.domain.consent_words import words_leaving
from kindtui.domain.naming import Names
from kindtui.domain.roster import Member, Recognition
from kindtui.domain.spotlight_exports import last_agreed_export, to_take_out
from kindtui.domain.spotlights import (
    AUDIENCES,
    SCOPES,
    Consent,
    Export,
    Publication,
    Spotlight,
    covers,
    hash_of,
    text_hash,
)
from kindtui.errors import Declined, InvalidInput
from kindtui.formats.spotlight_templates import as_markdown

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 10)


def member(name: str = "Ada Lovelace", id: str = "m-ada", wish: str = "ask", **fields: object) -> Member:
    return msgspec.convert(
        {"id": id, "created_at": NOW, "updated_at": NOW, "name": name, "recognition": {"wish": wish}, **fields},
        Member,
        strict=True,
    )


def spotlight(*members: str, text: str = "Ada answered every question.", **fields: object) -> Spotlight:
    return Spotlight(id="s-1", created_at=NOW, updated_at=NOW, members=members or ("m-ada",), text=text, **fields)  # type: ignore[arg-type]


def yes(member_id: str, of: Spotlight, scope: str = "public") -> Consent:
    return Consent(
        member=member_id,
        asked_on=DAY,
        answer="yes",
        scope=scope,  # type: ignore[arg-type]
        answered_on=DAY,
        text_hash=hash_of(of),
    )


def agreed(of: Spotlight, scope: str = "public") -> Spotlight:
    return msgspec.structs.replace(of, consents=tuple(yes(each, of, scope) for each in of.members))


ADA = {"m-ada": member()}


def test_a_draft_that_nobody_was_asked_about() -> None:
    found = standing(spotlight(), ADA)
    assert (found.state, found.lines[0].verdict) == ("draft", "not_asked")
    assert found.next_step == "Ask Ada Lovelace"
    assert found.command == "kindtui spotlight ask s-1"


def test_a_question_without_an_answer_waits() -> None:
    asked = spotlight()
    asked = msgspec.structs.replace(asked, consents=(Consent(member="m-ada", asked_on=DAY, text_hash=hash_of(asked)),))
    assert standing(asked, ADA).state == "asked"
    edited = msgspec.structs.replace(asked, text="Other words")
    assert standing(edited, ADA).command == "kindtui spotlight ask s-1"


def test_a_yes_to_this_very_text_makes_it_ready_and_one_byte_voids_it() -> None:
    ready = agreed(spotlight())
    assert standing(ready, ADA).state == "ready"
    edited = msgspec.structs.replace(ready, text=ready.text + " ")
    assert standing(edited, ADA).state == "changed"
    assert standing(msgspec.structs.replace(edited, text=ready.text), ADA).state == "ready"


def test_the_words_for_a_picture_are_part_of_what_was_agreed() -> None:
    ready = agreed(spotlight(alt_text="Ada at the workshop"))
    assert standing(ready, ADA).state == "ready"
    assert standing(msgspec.structs.replace(ready, alt_text="Ada asleep"), ADA).state == "changed"


def test_published_only_while_everybody_still_agrees() -> None:
    out = msgspec.structs.replace(agreed(spotlight()), published=(Publication(on=DAY, where="blog"),))
    assert standing(out, ADA).state == "published"
    withdrawn = msgspec.structs.replace(out.consents[0], withdrawn_on=DAY)
    assert standing(msgspec.structs.replace(out, consents=(withdrawn,)), ADA).state == "blocked"


@pytest.mark.parametrize("wish", ["private", "never"])
def test_a_wish_beats_a_yes_and_every_audience(wish: str) -> None:
    wishing = {"m-ada": member(wish=wish)}
    for audience in AUDIENCES:
        assert standing(agreed(spotlight()), wishing, audience).state == "blocked"


def test_somebody_who_died_or_left_the_roster_blocks_with_a_kind_word() -> None:
    died = standing(agreed(spotlight()), {"m-ada": member(status="deceased")})
    assert died.state == "blocked"
    assert "has died" in died.problems[0]
    assert standing(agreed(spotlight()), {}).state == "blocked"


def test_inside_a_standing_wish_is_enough_and_a_yes_needs_no_hash() -> None:
    wishing = {"m-ada": member(wish="internal")}
    assert standing(spotlight(), wishing, "internal").state == "ready"
    assert standing(spotlight(), wishing, "newsletter").state == "draft"
    edited = msgspec.structs.replace(agreed(spotlight()), text="Other words about Ada")
    assert standing(edited, ADA, "internal").state == "ready"
    refused = msgspec.structs.replace(
        spotlight(), consents=(Consent(member="m-ada", asked_on=DAY, answer="no", answered_on=DAY),)
    )
    assert standing(refused, wishing, "internal").state == "blocked"


def test_a_yes_goes_no_further_than_what_was_asked() -> None:
    made = asked(spotlight(audience="internal"), "m-ada", DAY)
    public = msgspec.structs.replace(made, audience="public")
    found = standing(public, ADA)
    assert (found.state, found.lines[0].verdict, found.next_step) == ("changed", "wider", "Ask Ada Lovelace again")
    assert found.command == "kindtui spotlight ask s-1"
    for scope in (None, "internal", "anonymous"):
        late = answered(public, "m-ada", "Ada", yes=True, scope=scope, via="", day=DAY)  # type: ignore[arg-type]
        found = standing(late, ADA)
        assert (found.state, found.next_step) == ("changed", "Ask Ada Lovelace again")
        assert standing(late, ADA, "internal").state == "ready"
        again = answered(asked(late, "m-ada", DAY), "m-ada", "Ada", yes=True, scope=scope, via="", day=DAY)  # type: ignore[arg-type]
        assert standing(again, ADA).may_leave == (scope != "internal")


def test_people_may_offer_more_than_was_asked_when_they_say_so() -> None:
    made = asked(spotlight(audience="internal"), "m-ada", DAY)
    offered = answered(made, "m-ada", "Ada", yes=True, scope="public", via="", day=DAY)
    assert standing(msgspec.structs.replace(offered, audience="public"), ADA).state == "ready"


def test_a_larger_audience_is_told_to_the_spotlight_before_anybody_is_asked() -> None:
    made = asked(spotlight(audience="internal"), "m-ada", DAY)
    for each in (made, answered(made, "m-ada", "Ada", yes=True, scope=None, via="", day=DAY)):
        found = standing(each, ADA, "public")
        assert not found.may_leave
        assert found.next_step == "Say that it is for public, then ask Ada Lovelace again"
        assert found.command == "kindtui spotlight edit s-1 --audience public"


def test_records_that_do_not_know_what_was_asked_count_as_they_did() -> None:
    made = spotlight(audience="internal")
    unknown = msgspec.structs.replace(made, consents=(yes("m-ada", made, "anonymous"),), audience="public")
    assert standing(unknown, ADA).state == "ready"
    question = Consent(member="m-ada", asked_on=DAY, text_hash=hash_of(made))
    waiting = msgspec.structs.replace(made, consents=(question,))
    assert standing(waiting, ADA).state == "asked"
    assert answered(waiting, "m-ada", "Ada", yes=True, scope=None, via="", day=DAY).consents[0].scope == "internal"


@pytest.mark.parametrize("agrees", [True, False])
def test_no_answer_is_older_than_its_question(agrees: bool) -> None:
    made = asked(spotlight(), "m-ada", DAY)
    with pytest.raises(InvalidInput, match="was asked on 2026-03-10: an answer cannot be of 2026-03-09"):
        answered(made, "m-ada", "Ada", yes=agrees, scope=None, via="", day=DAY - timedelta(1))
    assert answered(made, "m-ada", "Ada", yes=agrees, scope=None, via="", day=DAY).consents[0].answered_on == DAY


def test_the_latest_answer_counts() -> None:
    made = spotlight()
    refusal = Consent(member="m-ada", asked_on=DAY, answer="no", answered_on=DAY, text_hash=hash_of(made))
    again = Consent(member="m-ada", asked_on=DAY, text_hash=hash_of(made))
    assert standing(msgspec.structs.replace(made, consents=(yes("m-ada", made), refusal)), ADA).state == "blocked"
    assert standing(msgspec.structs.replace(made, consents=(refusal, again)), ADA).state == "asked"
    assert standing(msgspec.structs.replace(made, consents=(refusal, yes("m-ada", made))), ADA).state == "ready"


def test_nobody_and_nothing_are_never_ready() -> None:
    nobody = Spotlight(id="s-1", created_at=NOW, updated_at=NOW, members=(), text="Hello")
    assert standing(nobody, {}).state == "draft"
    assert standing(agreed(spotlight(text="  ")), ADA).state == "draft"


def test_somebody_named_in_passing_must_be_asked_too() -> None:
    found = standing(agreed(spotlight()), {**ADA, "m-ben": member("Ben Okri", "m-ben")}, also_named=["m-ben"])
    assert not found.may_leave
    assert "Ben Okri is named in the text" in found.problems[0]


def test_anonymous_reaches_everybody_without_the_name() -> None:
    made = agreed(spotlight(text="Ada Lovelace stayed late. She explained it twice."), "anonymous")
    people = {"m-ada": member(pronouns="she/her")}
    found = standing(made, people)
    assert (found.state, found.anonymous) == ("ready", ("m-ada",))
    assert words_leaving(made, people, found.anonymous).text == (
        "A member of our community stayed late. They explained it twice."
    )


def test_an_anonymous_yes_is_worth_nothing_while_the_text_gives_the_person_away() -> None:
    made = agreed(spotlight(text="A*d*a stayed late."), "anonymous")
    found = standing(made, ADA)
    assert (found.state, found.lines[0].verdict) == ("draft", "recognisable")


def test_an_anonymous_text_says_no_former_name_either() -> None:
    made = agreed(spotlight(text="Ada Lovelace (@ada_l) stayed. Lovelace, Byron and Bo."), "anonymous")
    people = {"m-ada": member("Ada Byron")}
    former = {"m-ada": [member("Ada Lovelace", "m-old", handles={"x": "ada_l"}), member("Bo", "m-older")]}
    found = standing(made, people, former=former)
    assert words_leaving(made, people, found.anonymous, former).text == (
        "A member of our community stayed. A member of our community, a member of our community and a member of our "
        "community."
    )
    pieces = agreed(spotlight(text="L*ove*lace stayed."), "anonymous")
    assert standing(pieces, people).may_leave
    assert standing(pieces, people, former=former).lines[0].verdict == "recognisable"


def test_a_pronoun_that_could_be_somebody_else_is_not_guessed() -> None:
    people = {"m-ada": member(pronouns="she/her"), "m-bea": member("Bea Sol", "m-bea", pronouns="she/her")}
    made = spotlight("m-ada", "m-bea", text="Ada asked and Bea answered. She was patient.")
    mixed = msgspec.structs.replace(made, consents=(yes("m-ada", made, "anonymous"), yes("m-bea", made)))
    assert standing(mixed, people).lines[0].verdict == "recognisable"
    clear = msgspec.structs.replace(made, text="Ada asked and Bea answered.")
    mixed = msgspec.structs.replace(clear, consents=(yes("m-ada", clear, "anonymous"), yes("m-bea", clear)))
    found = standing(mixed, people)
    assert found.may_leave
    assert words_leaving(mixed, people, found.anonymous).text == "A member of our community asked and Bea answered."


# -- random histories ------------------------------------------------------------------------------------------------

PEOPLE = ("m-ada", "m-ben", "m-chi")
WISHES = ("ask", "public", "internal", "private", "never")
TEXTS = ("Thank you all.", "Thank you all!", "Thank you, everyone.")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("yes"), st.sampled_from(PEOPLE), st.sampled_from(SCOPES)),
        st.tuples(st.just("no"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("withdraw"), st.sampled_from(PEOPLE)),
        st.tuples(st.just("edit"), st.sampled_from(TEXTS)),
        st.tuples(st.just("wish"), st.sampled_from(PEOPLE), st.sampled_from(WISHES)),
        st.tuples(st.just("leave"), st.sampled_from(PEOPLE)),
    ),
    max_size=25,
)


@dataclass
class History:
    """A second telling of the rule, by hand: what each person last said, about which text."""

    members: tuple[str, ...]
    text: str = TEXTS[0]
    said: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Member -> what (asked, yes, no, withdrawn), about which text, for what scope."""
    wish: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PEOPLE, "ask"))
    gone: set[str] = field(default_factory=set)
    consents: list[Consent] = field(default_factory=list)

    def do(self, step: tuple[str, ...]) -> None:
        verb, who, *rest = step
        if verb == "edit":
            self.text = who
        elif verb == "wish":
            self.wish[who] = rest[0]
        elif verb == "leave":
            self.gone.add(who)
        elif verb == "ask":
            self.said[who] = ("asked", self.text, "")
            self.consents.append(Consent(member=who, asked_on=DAY, text_hash=text_hash(self.text)))
        elif who in self.said:
            self._answer(verb, who, rest)

    def _answer(self, verb: str, who: str, rest: list[str]) -> None:
        place = max(at for at, each in enumerate(self.consents) if each.member == who)
        old, about = self.consents[place], self.said[who][1]
        if verb == "withdraw":
            self.said[who] = ("withdrawn", about, "")
            self.consents[place] = msgspec.structs.replace(old, withdrawn_on=DAY + timedelta(1))
        elif self.said[who][0] != "withdrawn":
            scope = rest[0] if rest else None
            self.said[who] = (verb, about, scope or "")
            self.consents[place] = msgspec.structs.replace(old, answer=verb, scope=scope, answered_on=DAY)

    def spotlight(self) -> Spotlight:
        return spotlight(*self.members, text=self.text, consents=tuple(self.consents))

    def people(self) -> dict[str, Member]:
        names = {"m-ada": "Ada Lovelace", "m-ben": "Ben Okri", "m-chi": "Chi Ito"}
        return {
            each: msgspec.structs.replace(member(names[each], each), recognition=Recognition(wish=self.wish[each]))  # type: ignore[arg-type]
            for each in PEOPLE
            if each not in self.gone
        }

    def agrees(self, who: str, audience: str) -> bool:
        if who in self.gone or self.wish[who] in ("private", "never"):
            return False
        what, about, scope = self.said.get(who, ("", "", ""))
        if what in ("no", "withdrawn"):
            return False
        if what == "yes":
            reaches = scope == "anonymous" or AUDIENCES.index(scope) >= AUDIENCES.index(audience)  # type: ignore[arg-type]
            return reaches and (audience == "internal" or about == self.text)
        return audience == "internal" and self.wish[who] in ("internal", "public")


histories = st.builds(History, st.sampled_from([PEOPLE[:1], PEOPLE[:2], PEOPLE]))


@given(histories, steps, st.sampled_from(AUDIENCES))
@example(History(("m-ada",)), [("ask", "m-ada"), ("yes", "m-ada", "public")], "public")
def test_ready_exactly_when_each_member_has_a_covering_yes_to_this_text(
    history: History, steps: list[tuple[str, ...]], audience: str
) -> None:
    for step in steps:
        history.do(step)
        found = standing(history.spotlight(), history.people(), audience)  # type: ignore[arg-type]
        assert found.may_leave == all(history.agrees(each, audience) for each in history.members)
        for line in found.lines:
            assert (line.verdict in AGREED) == history.agrees(line.member_id, audience)


@given(histories, steps)
def test_what_may_go_to_many_may_go_to_fewer(history: History, steps: list[tuple[str, ...]]) -> None:
    for step in steps:
        history.do(step)
    leaves = [standing(history.spotlight(), history.people(), each).may_leave for each in AUDIENCES]
    assert leaves == sorted(leaves, reverse=True)


@given(histories, steps, st.text(min_size=1, max_size=3))
def test_an_edit_voids_every_yes_beyond_the_house(history: History, steps: list[tuple[str, ...]], more: str) -> None:
    for step in [*steps, *(("ask", each) for each in PEOPLE), *(("yes", each, "public") for each in PEOPLE)]:
        history.do(step)
    history.text += more
    for audience in AUDIENCES[1:]:
        assert not standing(history.spotlight(), history.people(), audience).may_leave


@given(histories, steps, st.sampled_from(AUDIENCES))
def test_a_stranger_in_the_spotlight_never_makes_it_readier(
    history: History, steps: list[tuple[str, ...]], audience: str
) -> None:
    for step in steps:
        history.do(step)
    people = {**history.people(), "m-new": member("New Here", "m-new")}
    wider = msgspec.structs.replace(history.spotlight(), members=(*history.members, "m-new"))
    assert not standing(wider, people, audience).may_leave  # type: ignore[arg-type]


verbs = st.lists(
    st.one_of(
        st.sampled_from(["ask", "yes", "no", "withdraw"]),
        st.tuples(st.just("audience"), st.sampled_from(AUDIENCES)),
        st.tuples(st.just("yes"), st.sampled_from(SCOPES)),
    ),
    max_size=12,
)


@given(verbs)
@example([("audience", "internal"), "ask", ("audience", "public"), "yes"])
@example([("audience", "internal"), "ask", ("audience", "public"), ("yes", "anonymous")])
def test_nothing_goes_further_than_it_was_asked_about_or_offered(verbs: list[str | tuple[str, str]]) -> None:
    now = spotlight()
    about = reach = -1
    for verb in verbs:
        if verb == "ask":
            now, about, reach = asked(now, "m-ada", DAY), AUDIENCES.index(now.audience), -1
        elif verb == "withdraw":
            now, about, reach = withdrawn(now, ["m-ada"], DAY), -1, -1
        elif verb == "no":
            now, about, reach = answered(now, "m-ada", "Ada", yes=False, scope=None, via="", day=DAY), -1, -1
        elif verb[0] == "audience":
            now = msgspec.structs.replace(now, audience=verb[1])  # type: ignore[arg-type]
        elif about >= 0:
            scope = None if verb == "yes" else verb[1]
            now = answered(now, "m-ada", "Ada", yes=True, scope=scope, via="", day=DAY)  # type: ignore[arg-type]
            reach = AUDIENCES.index(scope) if scope in AUDIENCES else about
    found = [standing(now, ADA, each).may_leave for each in AUDIENCES]
    assert found == [at <= reach for at in range(len(AUDIENCES))]


def test_scopes_reach_what_they_say() -> None:
    reach = {scope: [audience for audience in AUDIENCES if covers(scope, audience)] for scope in (*SCOPES, None)}
    assert reach == {
        "internal": ["internal"],
        "newsletter": ["internal", "newsletter"],
        "public": ["internal", "newsletter", "public"],
        "anonymous": ["internal", "newsletter", "public"],
        None: ["internal"],
    }


# -- taking a person out -----------------------------------------------------------------------------------------------

OBRIEN = member(
    "Zoë O'Brien-Łęcka", pronouns="she/her", handles={"github": "zobrien_l", "irc": "@zo"}, emails=("zoe@example.org",)
)


@pytest.mark.parametrize(
    "named",
    [
        "Zoë O'Brien-Łęcka",
        "ZOE",
        "zoë",
        "Zoe\u0308",
        "Ｚｏｅ",
        "Z\u200boë",
        "**Zoë**",
        "_Zoë_",
        "O’Brien",
        "obrien",
        "Brien",
        "ZoeOBrienLecka",
        "zobrien_l",
        "@ZOBRIEN_L",
        "@zo",
        "zoe@example.org",
        "[Zoë](https://example.org/zoe)",
        "https://github.com/zobrien_l",
        "<https://example.org/~zobrien_l>",
        "`Zoë`",
        "Łęcka",
    ],
)
def test_a_name_in_any_dress_is_found(named: str) -> None:
    bare = anonymised(f"Thanks to {named}, who stayed.", OBRIEN)
    plain = "".join(c for c in unicodedata.normalize("NFKD", bare).casefold() if c.isalpha() or c in "@ /.")
    assert not re.search(r"zo|brien|lecka|łecka|@|example|github", plain)
    assert bare.endswith("who stayed.")


@pytest.mark.parametrize(
    "kept", ["Canada and adagio", "zoology", "the zoea of a crab", "Lunar Obriental", "hello@example.org"]
)
def test_words_that_only_contain_a_name_stay(kept: str) -> None:
    for who in (OBRIEN, member("Ada Luna")):
        assert anonymised(f"About {kept} here.", who) == f"About {kept} here."


@pytest.mark.parametrize("steering", ["\x1b[31m", "\x1b[1;4m", "\x07", "\x9b"])
def test_what_steers_a_terminal_hides_no_name(steering: str) -> None:
    assert anonymised(f"Thanks to {steering}Zoë, who stayed.", OBRIEN) == (
        "Thanks to a member of our community, who stayed."
    )


@pytest.mark.parametrize("drawn", ["Z o e", "Z.o.e", "z-o-e", "Z\u043ee", "z\u03bfe"])
def test_a_name_drawn_out_or_in_borrowed_letters_is_refused(drawn: str) -> None:
    with pytest.raises(Declined):
        anonymised(f"Thanks to {drawn}.", OBRIEN)
    assert anonymised("Спасибо, дядя: a b c, x y.", OBRIEN) == "Спасибо, дядя: a b c, x y."


@pytest.mark.parametrize("broken", ["Z*o*ë", "Z**oe**", "&#90;oe", "Z<b>oe</b>", "Z\\oe"])
def test_a_name_in_pieces_is_refused(broken: str) -> None:
    with pytest.raises(Declined) as refusal:
        anonymised(f"Thanks to {broken}.", OBRIEN)
    assert "Zo" in refusal.value.message


def test_pronouns_become_they_and_the_verb_agrees() -> None:
    text = "She's kind, she's helped, and she was there. I thank her for her time; the idea is hers. Ask Zoë herself."
    assert anonymised(text, OBRIEN) == (
        "They're kind, they've helped, and they were there. I thank them for their time; the idea is theirs. "
        "Ask a member of our community themself."
    )
    assert anonymised("She knows, goes on, and always stays; she tries. She always does.", OBRIEN) == (
        "They know, goes on, and always stays; they try. They always does."
    )
    he = member("Ben Okri", pronouns="he/him")
    assert anonymised("Ben gave his time; it was his. She thanked HIM.", he) == (
        "A member of our community gave their time; it was theirs. She thanked THEM."
    )


def test_a_name_that_is_a_word_too() -> None:
    will = member("Will Rivers", pronouns="he/him")
    assert anonymised("Will stayed. Others will follow Will.", will) == (
        "A member of our community stayed. Others will follow a member of our community."
    )


def test_names_without_spaces_around_them() -> None:
    assert "王芳" not in anonymised("感谢王芳的帮助", member("王芳"))
    assert "민준" not in anonymised("김민준은 도왔다", member("김민준"))


def test_brackets_that_only_repeat_who_it_was_go() -> None:
    assert anonymised("Zoë (@zobrien_l, she/her) stayed.", OBRIEN) == "A member of our community stayed."


def test_markup_in_a_name_is_a_name() -> None:
    for name in ("[/red]", "{{ x }}", "$email", "a|b", "(*)", "\\d+", "✨"):
        assert name not in anonymised(f"Thanks to {name} for it.", member(name))


letters = st.characters(categories=["Lu", "Ll", "Lo"])
names = st.lists(st.text(letters, min_size=2, max_size=8), min_size=1, max_size=3).map(" ".join)


@given(names, st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_around_it_the_name_does_not_leave(name: str, before: str, after: str) -> None:
    who = member(name, pronouns="they/them")
    try:
        bare = anonymised(f"{before} {name} {after}", who)
    except Declined:
        return
    assert not identifying(bare, who)
    assert f" {name} " not in bare.replace(REPLACEMENT, "").replace(REPLACEMENT.capitalize(), "")


@given(names, st.text(max_size=60))
def test_a_text_that_does_not_name_somebody_stays_as_it_is(name: str, text: str) -> None:
    who = member(name)
    if not identifying(text, who):
        assert without_names(text, who) == text


HANDLES = ("yy_cool", "@ada99", "_zoe.k_", "Mar-Lou7", "yy__twice", "9lives", "ädä_1")


@pytest.mark.parametrize("handle", HANDLES)
@pytest.mark.parametrize(
    "dress",
    [
        "thanks to {}", "{}!", "({}, of course)", "{}'s idea", "**{}**", "_{}_", "`{}`", "@{}", "by:{}/ben", "感谢{}的",
        "<https://chat.example/{}>", '<a href="https://chat.example/{}">them</a>', "[them](https://chat.example/u/{})",
    ],
)  # fmt: skip
def test_a_bare_handle_that_is_nobodys_word_names_its_owner(handle: str, dress: str) -> None:
    owner, other = member("Yusuf Yaman", "m-yy", handles={"chat": handle}), member("Mo Bo", "m-mo")
    bare = handle.lstrip("@")
    for written in (bare, bare.upper(), as_markdown(bare)):
        text = dress.format(written)
        assert [each.id for each in Names([other, owner]).named_in(text)] == ["m-yy"], text
        left = anonymised(text, owner)
        core = bare.strip("_").casefold().replace("ä", "a")
        assert core not in left.casefold().replace("ä", "a").replace("\\", ""), text


@pytest.mark.parametrize(
    ("handle", "text"),
    [
        ("yy_cool", "yy_cooler, my_yy_cool, yy_cool_2 and yy cool"),
        ("cool", "how cool"),
        ("a.b", "a.b"),
        ("2026", "in 2026"),
        ("Grace", "with grace"),
        ("open-source", "does open-source work"),
    ],
)
def test_a_handle_that_could_be_a_word_names_nobody_without_its_sign(handle: str, text: str) -> None:
    names = Names([member("Yusuf Yaman", "m-yy", handles={"chat": handle})])
    assert names.named_in(text) == []
    assert [each.id for each in names.named_in(f"ask @{handle}.")] == ["m-yy"]


def test_an_address_names_its_owner() -> None:
    names = Names([member("Yusuf Yaman", "m-yy", emails=("yusuf.y@example.org",))])
    assert [each.id for each in names.named_in("write to <Yusuf.Y@example.org>")] == ["m-yy"]
    assert names.named_in("write to x@example.org, yusuf.y@example.orgy or yusuf.y@example.org.uk") == []


@given(
    st.from_regex(r"[a-z][a-z0-9]{1,4}[_.][a-z0-9]{1,4}", fullmatch=True), st.text(max_size=30), st.text(max_size=30)
)
def test_whatever_stands_around_it_a_telling_handle_is_found_or_taken_out(handle: str, before: str, after: str) -> None:
    owner = member("Yusuf Yaman", "m-yy", handles={"chat": handle})
    text = f"{before} {handle} {after}"
    assert Names([owner]).named_in(text)
    try:
        left = anonymised(text, owner)
    except Declined:
        return
    assert not Names([owner]).named_in(left)


def test_who_else_is_named() -> None:
    people = [
        member("Ada Lovelace", "m-1"),
        member("Will", "m-2"),
        member("Ben", "m-3", handles={"x": "@benno"}),
        member("王芳", "m-4"),
        member("Zoë Nuñez", "m-5"),
    ]

    def found(text: str) -> list[str]:
        return [each.id for each in Names(people).named_in(text)]

    assert found("**ADA lovelace** stayed") == ["m-1"]
    assert found("She will stay. Will she?") == []
    assert found("Ben stayed, and benedict too") == ["m-3"]
    assert found("the ben nevis") == []
    assert found("ask @Benno.") == ["m-3"]
    assert found("ask Benno") == []
    assert found("感谢王芳的帮助") == ["m-4"]
    assert found("Zoe Nunez and Canada") == ["m-5"]


def exported(of: Spotlight, file: str = "exports/ada.md", *, draft: bool = False) -> Export:
    return Export(on=DAY, file=file, format="markdown", hash="x", text_hash=hash_of(of), draft=draft)


@given(
    histories=st.lists(st.tuples(st.sampled_from(["One text.", "Another text."]), st.booleans()), max_size=6),
    now=st.sampled_from(["One text.", "Another text."]),
)
def test_only_the_words_as_they_are_now_count_as_exported(histories: list[tuple[str, bool]], now: str) -> None:
    left = tuple(
        exported(spotlight(text=text), f"{number}.md", draft=draft) for number, (text, draft) in enumerate(histories)
    )
    found = last_agreed_export(spotlight(text=now, exports=left))
    agreed_now = [number for number, (text, draft) in enumerate(histories) if text == now and not draft]
    assert (found.file if found else None) == (f"{agreed_now[-1]}.md" if agreed_now else None)


def test_who_was_taken_out_leaves_no_file_behind_and_the_others_keep_theirs() -> None:
    both = spotlight("m-ada", "m-ben", text="Ada and Ben.")
    old = exported(both, "both.md")
    both = withdrawn(msgspec.structs.replace(both, exports=(old,)), ["m-ada"], DAY)
    assert to_take_out(both, blocked=True) == (old,)
    ben = msgspec.structs.replace(both, members=("m-ben",), text="Ben.")
    fresh = exported(ben, "ben.md", draft=True)
    ben = msgspec.structs.replace(ben, exports=(old, fresh))
    assert to_take_out(ben, blocked=False) == (old,)
    back = asked(both, "m-ada", DAY)
    assert to_take_out(back, blocked=False) == (), "somebody who was asked again refuses nothing just now"
