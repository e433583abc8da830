"""What leaves in each format: nobody is called, nothing runs, and a draft says that it is one."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kindtui.domain.spotlights import FORMATS, Format
from kindtui.errors import InvalidInput
from kindtui.formats.discord import LIMIT, split, width
from kindtui.formats.pings import JOINER
from kindtui.formats.spotlight_text import DRAFT_MARK, format_named, render, title_of

OUR_TAGS = frozenset(
    re.findall(
        r"\w+",
        """
html head meta title body p h1 h2 h3 h4 h5 h6 strong em a ul ol li blockquote pre code hr br table thead tbody tr th td
""",
    )
)
AUTOLINK = re.compile(r"<(?:https?://|mailto:)[^\s<>]*>", re.IGNORECASE)
PING = re.compile(r"@(?:everyone|here|channel)\b|(?<![A-Za-z0-9])@\\?\w|<[@#!]", re.IGNORECASE)
SLACK_LINK = re.compile(r"<(?:https?://|mailto:)[^<>]*>", re.IGNORECASE)

SCRAPS = (
    *("@everyone", "@here", "@ada", "<@123>", "<@&9>", "<#5>", "<!channel>", "<!subteam^S1>", "&#64;everyone"),
    *("&#x40;ada", "\\@here", "@\\_ada", "@**everyone**", "_@ada_", "a@everyone", "谢谢@ada", "https://x.org/@ada"),
    *("<script>", "</b>", "<img src=x onerror=y>", "<!-- x", "-->", "<!-", "<a@b.org>", "<https://x.org>"),
    *("[x](javascript:alert(1))", "[x](<java\nscript:y>)", "[y]: data:text/html,x\n", "[y]", "![p](https://x.org/p)"),
    *("```\n", "`", "**", "# ", "\n", "\n\n", "- ", "> ", "~~", "|", "\\", "<", ">", "&", "@", "\x1b[31m", "\u202e"),
    *("&lt;b&gt;", "&commat;here", "1. ", "---\n", "everyone", "ada", "script>", "!channel>"),
)
hostile = st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=8)), max_size=30).map("".join)
long_texts = st.lists(
    st.one_of(hostile, st.text(), st.sampled_from(["word " * 90, "🌱" * 1200, "x" * 2100, "One. " * 30, "@ada" * 900])),
    max_size=12,
).map(" ".join)


class Tags(HTMLParser):
    """The tags of a page, and where its links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            assert name in ("href", "title", "charset", "class", "start", "style")
            if name == "href":
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


@given(hostile, st.sampled_from(FORMATS), st.booleans())
def test_nothing_calls_and_nothing_runs(text: str, format: Format, draft: bool) -> None:
    for message in render(format, text, alt_text=text[:30], draft=draft, front_matter={"title": text}):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", message)
        if format == "html":
            page = Tags(message)
            assert page.tags <= OUR_TAGS
            assert not PING.search(page.text)
            schemes = [re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", each) for each in page.addresses]
            assert {each[0].lower() for each in schemes if each} <= {"http:", "https:", "mailto:"}
        elif format == "slack":
            assert not PING.search(message)
            assert "<" not in SLACK_LINK.sub("", message)
        else:
            assert not PING.search(message)
            assert not re.search(r"<[A-Za-z/!?]", AUTOLINK.sub("", message))
            assert not re.search(r"(?<!\\)\]\(\s*<?\s*(?:javascript|data|vbscript):", message, re.IGNORECASE)


@given(hostile, st.sampled_from(FORMATS))
def test_each_message_of_a_draft_says_so_at_both_ends(text: str, format: Format) -> None:
    for message in render(format, text * 3, draft=True):
        shown = Tags(message).text if format == "html" else message
        assert shown.count(DRAFT_MARK) >= 2
        assert DRAFT_MARK not in render(format, text)[0]


@given(long_texts, st.booleans())
def test_a_discord_message_is_never_too_long(text: str, draft: bool) -> None:
    for message in render("discord", text, draft=draft):
        assert len(message.encode("utf-16-le")) // 2 <= LIMIT


@given(st.text(alphabet=st.sampled_from("ab.!? \n🌱"), max_size=300), st.integers(20, 60))
def test_splitting_loses_no_words(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < width(part) <= limit for part in parts)


def test_a_cut_inside_a_word_makes_no_ping() -> None:
    for before in range(1985, 2002):
        for message in render("discord", "x" * before + "@ada" + "y" * 2100):
            assert not PING.search(message)
            assert width(message) <= LIMIT


def test_discord_splits_on_sentence_ends_and_keeps_code_whole() -> None:
    sentence = "Ada sat with every newcomer until the door was open. "
    code = "```py\n" + "print('thank you')\n" * 20 + "```"
    messages = render("discord", f"# Thank you\n\n{sentence * 37}\n\n{code}\n\nAnd that was that.")
    assert len(messages) == 2
    assert messages[0].endswith("open.")
    assert messages[1].count("```") == 2
    assert messages[1].endswith("And that was that.")


def test_a_block_of_code_that_is_too_long_gets_fences_of_its_own() -> None:
    messages = render("discord", "```py\n" + "x = 'thank you'\n" * 200 + "```")
    assert len(messages) == 2
    assert all(each.startswith("```py\n") and each.endswith("\n```") for each in messages)


def test_a_heading_stays_with_what_it_is_about() -> None:
    assert split("A sentence of some length. And one.\n\n## Next\n\nThe next sentence.", 44) == [
        "A sentence of some length. And one.",
        "## Next\n\nThe next sentence.",
    ]


def test_slack_has_its_own_marks() -> None:
    text = (
        "# Thanks, **Ada** & all\n\nA *kind* act, ~~late~~ **early**: [read](https://x.org/?a=1&b=2) <https://x.org>\n\n"
        "- one\n- two\n  1. deep\n\n> so\n\n```\na < b\n```"
    )
    assert render("slack", text) == [
        "*Thanks, Ada &amp; all*\n\n"
        "A _kind_ act, ~late~ *early*: <https://x.org/?a=1&amp;b=2|read> <https://x.org>\n\n"
        "• one\n• two\n    1. deep\n\n> so\n\n```\na &lt; b\n```\n"
    ]


@pytest.mark.parametrize(
    ("format", "ping"),
    [("discord", "@everyone <@123>"), ("slack", "<!channel>"), ("discourse", "@ada"), ("text", "@here")],
)
def test_pings_stay_when_they_are_asked_for(format: Format, ping: str) -> None:
    assert ping in render(format, f"Look, {ping}!", pings=True)[0]
    assert ping not in render(format, f"Look, {ping}!")[0]


def test_raw_tags_do_not_come_back_with_the_pings() -> None:
    for format in FORMATS:
        assert not re.search(
            r"<(?:script|b|/b)\b", render(format, "<script> <b>x</b> </b>", pings=True)[0].split("body>")[-1]
        )


def test_addresses_still_work() -> None:
    for format in FORMATS:
        [message] = render(format, "Mail hello@x.org, read <https://x.org/a?b=1>.")
        assert "hello@x.org" in message
        assert "https://x.org/a?b=1" in message


def test_front_matter_is_yaml_whatever_the_name() -> None:
    name = 'a: "b" # {{ x }} [/red]\x1b \u2028'
    [message] = render("markdown", "Hello", front_matter={"title": name, "members": [name]})
    head = message.split("---\n")[1]
    assert yaml.safe_load(head) == {"title": 'a: "b" # {{ x }} [/red] ', "members": ['a: "b" # {{ x }} [/red] ']}
    assert render("text", "Hello", front_matter={"title": name}) == ["Hello\n"]


def test_comments_and_pictures_do_not_leave_as_such() -> None:
    for format in FORMATS:
        assert "secret" not in render(format, "Hello <!-- secret --> you")[0]
    assert "(Picture: Ada by the door)" in render("text", "Hello", alt_text="Ada by\nthe door")[0]


def test_names_of_formats_and_titles() -> None:
    assert format_named("slack") == "slack"
    with pytest.raises(InvalidInput, match="no format 'pdf'") as refusal:
        format_named("pdf")
    assert "discourse" in refusal.value.hint
    assert title_of("Hello\n\n# Thank you, **Ada** #\n") == "Thank you, Ada"
    assert title_of("\n*Hello* there\nyou") == "Hello there"
    assert JOINER not in title_of("@ada")
