"""One small invented file of each format that code reads, as its tool writes it."""

from __future__ import annotations

import json
from typing import Any

SLACK: list[dict[str, Any]] = [
    {
        "id": "U0AAA",
        "team_id": "T1",
        "name": "ada",
        "deleted": False,
        "real_name": "Ada Abara",
        "tz": "Europe/Lisbon",
        "is_bot": False,
        "is_admin": True,
        "updated": 1710000000,
        "profile": {
            "real_name": "Ada Abara",
            "display_name": "ada",
            "email": "ada@example.org",
            "pronouns": "she/her",
            "phone": "+351 555 01",
            "status_text": "secret plans",
        },
    },
    {"id": "U0BBB", "team_id": "T1", "name": "ben", "deleted": True, "profile": {"display_name": "Ben"}},
    {"id": "B0CCC", "team_id": "T1", "name": "poll", "is_bot": True, "profile": {"real_name": "Poll"}},
    {"id": "USLACKBOT", "team_id": "T1", "name": "slackbot", "profile": {"real_name": "Slackbot"}},
    {"id": "U0DDD", "team_id": "T1", "name": "dee", "profile": {"real_name": "", "display_name": ""}, "tz": None},
]


def _message(number: int, id: str, name: str, nickname: str | None, **more: object) -> dict[str, object]:
    author = {"id": id, "name": name, "discriminator": "0000", "nickname": nickname, "isBot": False, "roles": []}
    return {
        "id": str(number),
        "type": more.pop("type", "Default"),
        "timestamp": f"2024-05-0{number}T10:00:00.000+00:00",
        "content": "the secret text",
        "author": {**author, **more},
    }


DISCORD: dict[str, Any] = {
    "guild": {"id": "1", "name": "Garden"},
    "channel": {"id": "2", "type": "GuildTextChat", "name": "hello"},
    "dateRange": {"after": None, "before": None},
    "exportedAt": "2024-06-01T00:00:00+00:00",
    "messages": [
        _message(1, "100", "ada", "Ada"),
        _message(2, "200", "bob", None, discriminator="0042"),
        _message(3, "300", "carl-bot", None, isBot=True),
        _message(4, "100", "ada", "Ada A."),
        _message(5, "400", "eve", "Eve", type="GuildMemberJoin"),
        _message(6, "456226577798135808", "Deleted User", None),
        {"id": "7", "type": "Default", "content": "the secret text"},
    ],
    "messageCount": 7,
}
DISCORD_TABLE = (
    "AuthorID,Author,Date,Content,Attachments,Reactions\n"
    '"100","ada","05/01/2024 10:00 AM","the secret\ntext, =1+1","",""\n'
    '"200","bob#0042","05/02/2024 10:00 AM","the secret text","",""\n'
    '"100","ada#0000","05/03/2024 10:00 AM","","",""\n'
    '"nobody","x","05/03/2024 10:00 AM","","",""\n'
    '"456226577798135808","Deleted User#0000","05/04/2024 10:00 AM","hm","",""\n'
)
MATTERMOST: list[dict[str, Any]] = [
    {"type": "version", "version": 1, "info": {"generator": "mattermost-server"}},
    {"type": "team", "team": {"name": "garden", "display_name": "Garden"}},
    {
        "type": "user",
        "user": {
            "username": "ada",
            "email": "ada@example.org",
            "password": "hunter2",
            "auth_data": "topsecret",
            "nickname": "",
            "first_name": "Ada",
            "last_name": "Abara",
            "roles": "system_admin system_user",
            "locale": "en",
            "delete_at": 0,
        },
    },
    {"type": "user", "user": {"username": "ben", "email": "ben@example.org", "nickname": "Benno", "delete_at": 17}},
    {"type": "user", "user": {"email": "x@example.org"}},
    {"type": "bot", "bot": {"username": "reminder", "owner": "ada", "display_name": "Reminder"}},
    {"type": "post", "post": {"team": "garden", "user": "ada", "message": "the secret text"}},
]
ZULIP: dict[str, Any] = {
    "zerver_realm": [{"id": 2, "string_id": "garden", "name": "Garden"}],
    "zerver_userprofile": [
        {
            "id": 11,
            "full_name": "Ada Abara",
            "email": "user11@garden.example.org",
            "delivery_email": "ada@example.org",
            "date_joined": 1709287200.5,
            "is_active": True,
            "is_bot": False,
            "role": 100,
            "timezone": "Europe/Lisbon",
            "password": "pbkdf2",
            "api_key": "topsecret",
        },
        {"id": 12, "full_name": "Ben", "email": "user12@garden.example.org", "is_active": False, "timezone": ""},
        {"id": 13, "full_name": "Helper", "email": "helper-bot@garden.example.org", "is_bot": True, "bot_type": 1},
        {"id": 14, "full_name": "Eve", "email": "eve@example.org", "date_joined": "2024-04-05T08:00:00+00:00"},
        {"id": 15, "full_name": "Odd", "date_joined": "some day"},
    ],
    "zerver_userprofile_crossrealm": [{"id": 1, "email": "welcome-bot@zulip.com"}],
    "zerver_customprofilefield": [
        {"id": 5, "name": "Pronouns", "field_type": 8},
        {"id": 6, "name": "Phone", "field_type": 1},
    ],
    "zerver_customprofilefieldvalue": [
        {"id": 1, "user_profile": 11, "field": 5, "value": "she/her"},
        {"id": 2, "user_profile": 11, "field": 6, "value": "+351 555 01"},
    ],
}
MATRIX: dict[str, Any] = {
    "users": [
        {
            "name": "@ada:example.org",
            "displayname": "Ada",
            "threepids": [
                {"medium": "email", "address": "ada@example.org"},
                {"medium": "msisdn", "address": "351555001"},
            ],
            "is_guest": 0,
            "admin": 1,
            "deactivated": 0,
            "erased": False,
            "creation_ts": 1709287200000,
            "last_seen_ts": 1719287200000,
            "password_hash": "topsecret",
        },
        {"name": "@ben:example.org", "displayname": None, "deactivated": 1, "creation_ts": 1709287200},
        {"name": "@gone:example.org", "deactivated": True, "erased": True},
        {"name": "@pinger:example.org", "user_type": "bot"},
        {"name": "@irc_eve:example.org", "appservice_id": "irc"},
        {"name": "@17:example.org", "is_guest": True},
        {"name": "no account"},
    ],
    "next_token": "100",
    "total": 200,
}
GITHUB: list[dict[str, Any]] = [
    {
        "login": "ada",
        "id": 583231,
        "node_id": "MDQ6",
        "avatar_url": "https://avatars.githubusercontent.com/u/583231?v=4",
        "type": "User",
        "site_admin": False,
        "location": "Lisbon",
        "created_at": "2011-01-25T18:44:36Z",
        "name": "Ada Abara",
        "email": None,
        "twitter_username": "ada_a",
    },
    {"login": "ben", "id": 583232, "node_id": "MDQ7", "type": "User"},
    {"login": "dependabot[bot]", "id": 49699333, "type": "Bot"},
    {"login": "garden", "id": 9, "type": "Organization"},
    {"id": 10},
]
CONTRIBUTORS: dict[str, Any] = {
    "projectName": "trellis",
    "projectOwner": "garden",
    "repoType": "github",
    "files": ["README.md"],
    "imageSize": 100,
    "types": {"soup": {"symbol": "🍲", "description": "Soup for everybody", "link": "[<%= symbol %>](<%= url %>)"}},
    "contributors": [
        {
            "login": "ada",
            "name": "Ada Abara",
            "avatar_url": "https://avatars1.githubusercontent.com/u/583231?v=4",
            "profile": "https://ada.example.org",
            "contributions": ["code", "doc", {"type": "talk", "url": "https://example.org/talk"}, "soup", "code"],
        },
        {"login": "ben", "name": "Ben", "avatar_url": "", "profile": "", "contributions": ["eventOrganizing"]},
        {"name": "Cleo of the quiet hands", "contributions": ["design"]},
        {"login": "helper[bot]", "name": "helper", "contributions": ["infra"]},
        {"contributions": ["bug"]},
        {"login": "odd", "contributions": [{"url": "https://example.org"}]},
    ],
}
VCARD = """\
BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1
FN:Ada Abara
N:Abara;Ada;;;
PRONOUNS;LANG=en:she/her
EMAIL;PREF=1;TYPE="home,work":ada@example.org
item1.EMAIL:mailto:ada@work.example
LANG;PREF=1:pt
LANG;PREF=2:en
TZ;VALUE=text:Europe/Lisbon
CATEGORIES:gardening\\, slow,mentor,myContacts
NOTE:Met at the fair\\; likes\\ntea and
  long lines
SOCIALPROFILE;SERVICE-TYPE=GitHub:https://github.com/ada
SOCIALPROFILE;SERVICE-TYPE=Mastodon;USERNAME="@ada@example.social":https://example.social/@ada
IMPP:xmpp:ada@chat.example
TEL;TYPE=cell:+351 555 01
BDAY:19800322
GEO:geo:38.7,-9.1
PHOTO;ENCODING=b:c2VjcmV0
 c2VjcmV0
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Botha;Ben;;;
EMAIL;TYPE=INTERNET;TYPE=HOME:ben@example.org
TZ:-0500
END:VCARD
BEGIN:VCARD
VERSION:2.1
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=96zlem =
K=C4=B1l=C4=B1=C3=A7
EMAIL;INTERNET;HOME:oezlem@example.org
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Garden Ltd.
X-ABShowAs:COMPANY
END:VCARD
BEGIN:VCARD
VERSION:3.0
TEL:+351 555 02
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Cut off
"""


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


FILES: dict[str, bytes] = {
    "slack-export": _json(SLACK),
    "discord-json": _json(DISCORD),
    "discord-csv": DISCORD_TABLE.encode(),
    "mattermost-export": "\n".join(json.dumps(each) for each in MATTERMOST).encode(),
    "zulip-export": _json(ZULIP),
    "matrix-users": _json(MATRIX),
    "github-users": _json(GITHUB),
    "all-contributors": _json(CONTRIBUTORS),
    "vcard": VCARD.encode(),
}
"""The name of each format -> one file of it."""
