"""What can be reported: the built-in kinds, and those of `categories.toml` in their place.

No name says more than is needed, and none is explicit: a child may read it.
"""

from typing import Final

from tipline.config.public import readers
from tipline.config.public.site import Category, Words
from tipline.config.public.tables import Table
from tipline.domain.public.draft import PlaceKind
from tipline.domain.vocabulary import IncidentType

_MOST: Final = 12
_WEB, _ACCOUNT, _ROOM, _CONTACT = PlaceKind


def translatable(text: str) -> str:
    """Mark a text for `pybabel extract -k translatable`; it is translated when it is shown."""
    return text


def _built_in(
    key: str, name: str, help_: str, *places: PlaceKind, is_a: IncidentType | None = None
) -> Category:
    words = Words(msgid=name), Words(msgid=help_)
    return Category(key=key, name=words[0], help=words[1], places=places, incident_type=is_a)


BUILT_IN: Final = (
    _built_in(
        "asks",
        translatable("Somebody asks a young person for pictures or to meet"),
        translatable("For example in messages, a game or a video call."),
        _ACCOUNT,
        _ROOM,
        _CONTACT,
        is_a=IncidentType.ONLINE_ENTICEMENT,
    ),
    _built_in(
        "threatens",
        translatable("Somebody threatens or demands something"),
        translatable("For example money, more pictures, or that nobody is told."),
        _ACCOUNT,
        _CONTACT,
        _ROOM,
    ),
    _built_in(
        "page",
        translatable("A web page or post that worries me"),
        translatable("You do not need to open it again. The address is enough."),
        _WEB,
        is_a=IncidentType.ABUSE_MATERIAL,
    ),
    _built_in(
        "account",
        translatable("An account that contacts young people"),
        translatable("Its name and the app or site it is on are enough."),
        _ACCOUNT,
        _CONTACT,
    ),
    _built_in(
        "group",
        translatable("A group, game or chat where it happens"),
        translatable("The name of the group, game or server, and the app it is on."),
        _ROOM,
        _ACCOUNT,
        _WEB,
    ),
    _built_in(
        "sent",
        translatable("Somebody sent me something I did not ask for"),
        translatable("Do not send it on, not even to us. Tell us who sent it, and where."),
        _ACCOUNT,
        _CONTACT,
        _WEB,
        is_a=IncidentType.UNSOLICITED_MATERIAL,
    ),
    _built_in(
        "offline",
        translatable("Something offline"),
        translatable("For example at home, at school, in a club or on a trip."),
        _CONTACT,
    ),
    _built_in(
        "other",
        translatable("Something else"),
        translatable("Tell us in your own words on one of the next pages."),
        _WEB,
        _ACCOUNT,
        _ROOM,
        _CONTACT,
    ),
)
"""The form itself adds "I am not sure". Only what a type surely means has an incident type."""


def read_categories(table: Table, languages: tuple[str, ...]) -> tuple[Category, ...]:
    """Return the categories of `categories.toml`, or the built-in ones if it names none."""
    table.refuse_others("category")
    built_in = {one.key: one for one in BUILT_IN}
    found: dict[str, Category] = {}
    for one in table.tables("category"):
        one.refuse_others("key", "name", "help", "places", "incident_type")
        key = one.need("key", readers.key, "")
        if key in found:
            one.refuse("key", "another category has this key already")
        found[key] = _category(one, key, built_in.get(key), languages)
    if len(found) > _MOST:
        table.refuse("category", f"expected at most {_MOST}: people must find theirs")
    return (*found.values(),) or BUILT_IN


def _category(
    table: Table, key: str, built_in: Category | None, languages: tuple[str, ...]
) -> Category:
    """Return one category; a built-in one may go without a name and keeps what is unsaid."""
    start = built_in or Category(key=key, name=Words(), places=tuple(PlaceKind))
    read = readers.by_language(languages)
    take = table.take if built_in else table.need
    name = take("name", lambda value: Words(by_language=read(value)), start.name)
    help_ = table.take("help", lambda value: Words(by_language=read(value)), start.help)
    return Category(
        key=key,
        name=name,
        # The help that is built in explains the name that is built in.
        help=Words() if name is not start.name and help_ is start.help else help_,
        places=table.take("places", readers.choices(PlaceKind), start.places),
        incident_type=table.take(
            "incident_type", readers.choice(IncidentType), start.incident_type
        ),
    )
