"""One record of the directory: from TOML to an agency, every problem with its field."""

from datetime import date
from typing import Final

from tipline.config.agencies import values
from tipline.config.public import readers
from tipline.config.public.tables import Table, short
from tipline.domain.directory.agency import Agency, AgencyKind, Channel
from tipline.domain.problems import Problem

CODE: Final = "agency_wrong"
FIELDS: Final = Agency.__struct_fields__
_NEVER: Final = date.min


class Record(Table):
    """A record, or the `[every]` table of its file; a problem names file, record and field."""

    def __init__(
        self, values: dict[str, object], file: str, problems: list[Problem], place: str
    ) -> None:
        super().__init__(values, file, problems, place)
        self.file = file

    def refuse(self, name: str, message: str) -> None:
        """Keep a problem with a field of this record; an empty name means the record itself."""
        place = ".".join(part for part in (self._place, short(name)) if part)
        path = f"{self._file}: {place}" if place else self._file
        self._problems.append(Problem(path=path, code=CODE, message=message))


def read_agency(record: Record, *, is_ours: bool) -> Agency:
    """Return the agency of a whole record; what is wrong with it goes to the record's problems."""
    record.refuse_others(*FIELDS)
    channel = record.take("channel", readers.choice(Channel), Channel.DOWNLOAD)
    kind = record.need("kind", readers.choice(AgencyKind), AgencyKind.HOTLINE)
    if is_ours and kind is AgencyKind.HOSTER:
        record.refuse("kind", "hosters are only ever added by an operator")
    if channel is not Channel.DOWNLOAD:
        for name in ("address", "age_recipient"):
            if name not in record.values:
                record.refuse(name, f"missing: the channel {channel} needs it")
    return Agency(
        id=record.need("id", values.slug, ""),
        name=record.need("name", readers.line, ""),
        kind=kind,
        covers=record.need("covers", values.coverages, ()),
        languages=record.take("languages", values.languages, ()),
        channel=channel,
        address=record.take("address", values.address_for(channel), None),
        age_recipient=record.take("age_recipient", values.recipient, None),
        credential=record.take("credential", values.credential, None),
        page=record.need("page", values.page, ""),
        source=record.need("source", values.page, ""),
        checked=record.need("checked", readers.day, _NEVER),
        verified=record.take("verified", readers.switch, default=False),
        licence=record.need("licence", readers.line, ""),
        note=record.take("note", readers.line, None),
    )
