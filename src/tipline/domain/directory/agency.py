"""An agency as the directory has it: what it covers, how it is reached, and who says so.

Public bodies only: no names of people, no private numbers.
"""

from datetime import date
from enum import StrEnum

from tipline.domain.report.part import Part


class AgencyKind(StrEnum):
    """What an agency is for."""

    CLEARING_HOUSE = "clearing_house"
    """Takes reports for a country and passes them on by itself (NCMEC, C3P)."""
    TASK_FORCE = "task_force"
    """A US ICAC task force (34 U.S.C. 21112)."""
    FEDERAL_OFFICE = "federal_office"
    """A regional office of a federal police, such as an FBI field office."""
    NATIONAL_POLICE = "national_police"
    """The unit of a national police for crimes against children."""
    LOCAL_POLICE = "local_police"
    """A police force for a part of a country."""
    ARTICLE_18 = "article_18"
    """Whom an EU state names for notices under Article 18 DSA; Europol where none is known."""
    HOTLINE = "hotline"
    """A member hotline of INHOPE, or a partner like one."""
    REGULATOR = "regulator"
    """A public authority for online safety that takes complaints."""
    HOSTER = "hoster"
    """A hosting provider, for notices about what it hosts; only ever added by an operator."""


class Channel(StrEnum):
    """How a package reaches an agency."""

    DOWNLOAD = "download"
    """An analyst downloads it at the desk and hands it over by the agency's own portal or post."""
    EMAIL = "email"
    HTTPS = "https"
    SFTP = "sftp"


class Coverage(Part, frozen=True, kw_only=True):
    """A country, or parts of it: subdivisions (ISO 3166-2), counties (FIPS); empty means all."""

    country: str
    subdivisions: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()


class Agency(Part, frozen=True, kw_only=True):
    """One body; `id` is a lasting slug, languages are ISO 639-1 codes.

    `address` is where the channel leads (an e-mail address, an `https:` or `sftp:` address) and
    `age_recipient` the key packages are encrypted to: every channel but download needs both.
    `credential` names a file in the hotline's key folder that the drop asks for. `covers` is
    empty only for bodies that cover everywhere. `source` and `checked` say who says so, and when a
    person last looked; what was never checked is not `verified`, and never routed to by itself.
    """

    id: str
    name: str
    kind: AgencyKind
    covers: tuple[Coverage, ...] = ()
    languages: tuple[str, ...] = ()
    channel: Channel = Channel.DOWNLOAD
    address: str | None = None
    age_recipient: str | None = None
    credential: str | None = None
    page: str
    source: str
    checked: date
    verified: bool = False
    licence: str
    note: str | None = None
