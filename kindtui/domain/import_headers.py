"""What a column probably holds, by its name, in the languages in which lists come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kindtui.domain.text import folded

_NAMES: dict[str, str] = {
    "name": "name|full name|fullname|display name|displayname|real name|member name|name in use|preferred name|"
    "chosen name|first and last name|vor und nachname|prenom et nom|nom et prenom|nombre y apellidos|nome e cognome|"
    "nome e sobrenome|voor en achternaam|"
    "member|nombre|nombre completo|nom complet|nom|nome|nome completo|naam|volledige naam|namn|navn|nimi|"
    "imie i nazwisko|jmeno|nev|teljes nev|ad soyad|isim|nume|vollstandiger name|nama|nama lengkap|ho va ten|ten|имя|"
    "имя и фамилия|фио|ім'я|όνομα|ονοματεπωνυμο|ονομα|名前|氏名|お名前|姓名|名字|이름|성명|الاسم|"
    "الاسم الكامل|שם|שם מלא|नाम|anzeigename|nom a afficher|nom affiche|nombre mostrado|nombre para mostrar|"
    "nome visualizzato|weergavenaam|visningsnamn|visningsnavn|wyswietlana nazwa|отображаемое имя|表示名|표시명|"
    "显示名称|顯示名稱",
    "first-name": "first name|firstname|first|given name|forename|prenom|vorname|voornaam|fornamn|fornavn|etunimi|imie|"
    "primer nombre|nombre de pila|primeiro nome|ilk adı|名|الاسم الأول|प्रथम नाम|पहला नाम",
    "last-name": "last name|lastname|last|surname|family name|nachname|familienname|nom de famille|apellido|apellidos|"
    "cognome|sobrenome|achternaam|efternamn|etternavn|efternavn|sukunimi|nazwisko|prijmeni|фамилия|"
    "soyad|soyadı|姓|姓氏|성|اسم العائلة|अंतिम नाम",
    "pronouns": "pronouns|pronoun|preferred pronouns|your pronouns|my pronouns|pronombres|pronombre|pronoms|pronom|"
    "pronomen|pronomi|pronomes|pronominit|zaimki|местоимения|代名詞|代词",
    "email": "email|emails|email addresses|user email|"
    "e mail|email address|e mail address|mail|mail address|contact email|email 1|"
    "member email|"
    "work email|home email|personal email|email home|email work|email personal|"
    "adresse de messagerie|direccion de correo electronico|emailadres|e mailadres|"
    "indirizzo posta elettronica|indirizzo di posta elettronica|indirizzo e mail|endereco de e mail|"
    "correo|correo electronico|courriel|adresse e mail|adresse email|adresse mail|adresse electronique|"
    "e mail adresse|email adresse|mailadresse|indirizzo email|posta elettronica|endereco de email|e mail adres|"
    "e postadress|epost|e post|sahkoposti|adres e mail|электронная почта|эл почта|почта|メール|メールアドレス|"
    "邮箱|电子邮件|電子郵件|电子邮件地址|電子郵件地址|電子メール|電子メール アドレス|e posta|e posta adresi|메일 주소|"
    "이메일|البريد الإلكتروني|דואל|ईमेल",
    "joined": "joined|join date|joined at|joined on|date joined|member since|membership since|created at|created|"
    "joined date|date of joining|joining date|membership start date|anmeldedatum|registriert am|aufnahmedatum|"
    "date created|registered|registered at|registered on|registration date|signed up|signup date|sign up date|"
    "date subscribed|subscribed at|"
    "fecha de alta|fecha de ingreso|fecha de registro|miembro desde|inscrit le|date d'inscription|membre depuis|"
    "date d'adhesion|beitrittsdatum|beigetreten|beigetreten am|mitglied seit|eintritt|eintrittsdatum|"
    "eingetreten|eingetreten am|aufgenommen am|dabei seit|iscritto il|"
    "data iscrizione|data di iscrizione|membro desde|data de inscricao|lid sinds|medlem sedan|medlem siden|"
    "der gruppe beigetreten am|se unio al grupo el|iscritto al gruppo il|entrou no grupo em|"
    "data dolaczenia|дата регистрации|дата вступления|登録日|入会日|加入日期|가입일",
    "timezone": "timezone|time zone|tz|zona horaria|fuseau horaire|zeitzone|fuso orario|fuso horario|tijdzone|"
    "tidszon|часовой пояс|タイムゾーン|时区",
    "language": "language|languages|lang|preferred language|languages spoken|"
    "spoken languages|idioma|idiomas|langue|langues|sprache|sprachen|lingua|"
    "lingue|lingua preferita|taal|talen|sprak|kieli|jezyk|язык|языки|言語|语言|언어|اللغة|שפה|भाषा",
    "tag": "tag|tags|label|labels|etiqueta|etiquetas|etiquette|etiquettes|schlagwort|schlagworte|schlagworter|метки|"
    "category|categories|kategorie|kategorien|categorie|categoria|categorias|kategori|kategorier",
    "note": "note|notes|notas|notizen|notiz|bemerkungen|bemerkung|remarque|remarques|opmerkingen|заметки|備考|备注",
    "id": "id|user id|userid|member id|memberid|uid|user uid|membership id|mitglieds id|mitgliedsnummer|benutzer id|"
    "id de miembro|id de usuario|id de membre|id utilisateur|id membro|id utente|id de membro|lidnummer",
}
_PLACES = (
    "github",
    "gitlab",
    "codeberg",
    "discord",
    "slack",
    "discourse",
    "mastodon",
    "fediverse",
    "matrix",
    "bluesky",
    "twitter",
    "irc",
    "telegram",
    "signal",
    "zulip",
    "mattermost",
    "linkedin",
    "meetup",
    "instagram",
    "youtube",
)
_HANDLE_WORDS = "|handle|username|user name|user|name|nick|nickname|login|account|id|profile"
_HANDLES = (
    "username|user login|user name|handle|nick|nickname|login|screen name|screenname|usuario|pseudo|ник|ユーザー名"
)
_SURNAMES = {"prenom": "nom", "vorname": "name", "voornaam": "naam", "imie": "nazwisko", "fornamn": "namn"}
"""In these languages the column beside the given name that says "name" is the family name."""

_GIVEN = "name|nombre|nome|naam|namn|navn|nimi|имя|ονομα|ad|名字|이름|الاسم|नाम"
"""Beside a family name, and with no given one, the column that says "name" is the given name."""

_NEVER = re.compile(
    r"\b(?:ip|ipv4|ipv6|ip ?addr(?:ess)?|latitude|longitude|lat|lng|lon|coordinates|coords|lat ?lng|lat ?lon|"
    r"gps|geo|geo ?location|mac address|"
    r"remote addr(?:ess)?|x forwarded for|pass ?code|"
    r"pass ?word|passwd|pwd|pass ?phrase|salt|tokens?|api ?key|auth ?key|session ?id|"
    r"recovery ?codes?|secret|private key|2fa|mfa|otp|sso|"
    r"admin|is admin|super ?admin|is staff|access level|"
    r"passwort|kennwort|contrasena|mot de passe|senha|wachtwoord|parola|losenord|adgangskode|passord|"
    r"salasana|heslo|latitud|longitud|breitengrad|langengrad|geoip|"
    r"moderator|is moderator|superuser|trust level|privileges?|permissions?|billing(?: active)?|credit card|"
    r"card number|iban|ssn|social security|passport)\b"
)


_NEVER_ABROAD = (
    "пароль|hasło|パスワード|密码|密碼|비밀번호|كلمة المرور|סיסמה|ip地址|ipアドレス|ip주소|ip 주소|"
    "ip адрес|широта|долгота|"
    "纬度|经度|緯度|経度|위도|경도"
)
"""The same in languages in which words are not told apart by spaces or letters change when they are folded."""


def plain_header(header: str) -> str:
    """A header as it is looked up: no accents, no case, no punctuation but apostrophes."""
    return " ".join(re.sub(r"[^\w']+|_+", " ", folded(header).replace("’", "'")).split())


def _parted(header: str) -> str:
    """A header such as `displayName` in words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", " ", header)


def is_forbidden(header: str) -> bool:
    """Whether a column holds what is never read in: addresses of machines, places, secrets, privileges."""
    plain = plain_header(header)
    if not plain.isascii() and any(word in plain for word in _never_abroad()):
        return True
    return any(_NEVER.search(each) for each in (plain, plain_header(_parted(header))))


def is_name_in_use(header: str) -> bool:
    """Whether a column holds the name somebody goes by, which counts more than another name."""
    return plain_header(header) in ("name in use", "preferred name", "chosen name")


def guess_target(header: str, others: Sequence[str], only_place: str = "") -> str:
    """What a column holds by its name, "" when that cannot be told. `others` are all headers of the table, `only_place`
    the place of a bare "username" when the community has one place."""
    if header.casefold().startswith("handle:") and header[7:].strip():
        return f"handle:{header[7:].strip()}"  # as our own tables write it
    name = _ASKED.sub("", plain_header(header)) or plain_header(header)
    if any(name == surname and given in map(plain_header, others) for given, surname in _SURNAMES.items()):
        return "last-name"
    if name in _given() and _parts_of_names(others) == {"last-name"}:
        return "first-name"
    known = _lookup().get(name) or _lookup().get(plain_header(_parted(header)), "")
    if name in _MADE and any(_lookup().get(each) == "joined" for each in {*map(plain_header, others)} - _MADE):
        return ""
    if not known and _PRONOUNS.search(name):
        return "pronouns"
    if not known:
        again = _lookup().get(" ".join(_AGAIN.sub("", name).split()), "")
        return again if again in _SEVERAL else ""
    if known == "handle":
        return f"handle:{only_place or UNKNOWN_PLACE}"
    return known


_ASKED = re.compile(r"^(?:what(?: is|'s| are) )?your |(?<=.) (?:required|optional|pflichtfeld|obligatoire)$")
"""What a form puts around the name of a column: "What is your name? (required)"."""

_PRONOUNS = re.compile(r"\bpronouns?\b")
"""In a question: "What are your pronouns?"."""

_AGAIN = re.compile(
    r"\b(?:[2-9]|primary|secondary|main|other|alternate|alternative|primare|sekundare|weitere|principale?|secundari[ao]|"
    r"secondaire|primari[ao]|secondari[ao]|primaire|secundaire|eerste|tweede|annan|podstawowy|dodatkowy)\b"
)
"""Which it is of several columns of a kind: Email 2, secondary e-mail."""

_SEVERAL = ("email", "tag", "language")
"""What somebody has several of, each in a column of its own."""

_MADE = frozenset(("created", "created at", "date created"))
"""The day on which an account was made: that of joining when the table does not tell that one."""

UNKNOWN_PLACE = "unknown"
"""The place of a handle that a table does not name. Such a handle alone never tells who somebody is."""


@lru_cache(maxsize=1)
def _never_abroad() -> tuple[str, ...]:
    return tuple(map(plain_header, _NEVER_ABROAD.split("|")))


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(map(plain_header, _GIVEN.split("|")))


def _parts_of_names(headers: Sequence[str]) -> set[str]:
    """Which parts of names a table has a column of its own for."""
    return {_lookup().get(plain_header(header), "") for header in headers} & {"first-name", "last-name"}


@lru_cache(maxsize=1)
def _lookup() -> dict[str, str]:
    found = {plain_header(name): target for target, names in _NAMES.items() for name in names.split("|")}
    for place in _PLACES:
        for word in _HANDLE_WORDS.split("|"):
            found[f"{place} {word}".strip()] = f"handle:{place}"
    found.update({plain_header(name): "handle" for name in _HANDLES.split("|")})
    return found


def known_headers() -> tuple[str, ...]:
    """Names of columns as `plain_header` leaves them, that tell a header row from the lines above it."""
    return tuple(_lookup().keys() - set(_PLACES))
