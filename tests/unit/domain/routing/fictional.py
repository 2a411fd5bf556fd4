"""Facts of the case tables to reports, and the fictional agencies that the tables route to."""

from datetime import date
from typing import Any

from tipline.domain import report as r
from tipline.domain.directory.agency import Agency, AgencyKind, Coverage
from tipline.domain.places import Place
from tipline.domain.routing.finding import (
    Confidence,
    Evidence,
    EvidenceKind,
    Finding,
    Findings,
    Ground,
)
from tipline.domain.routing.wording import because
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import AccountType, AddressType, Answer, EventKind, IncidentType

TIME = Timestamp("2026-11-01T10:00:00Z")

_AGENCIES = """
us-house clearing_house US
us-nv-force task_force US-NV
us-ca-county-force task_force US-CA/06037
us-ca-force task_force US-CA
us-ny-force task_force US-NY unverified
us-police national_police US
us-nv-police local_police US-NV
us-tx-office federal_office US-TX
de-police national_police DE
de-line hotline DE
de-18 article_18 DE
fr-18 article_18 FR unverified
fr-line hotline FR
eu-18 article_18 DE,FR,PL,AT
ca-house clearing_house CA
ca-police national_police CA unverified
gb-police national_police GB
gb-line hotline GB unverified
au-regulator regulator AU
jp-line hotline JP unverified
"""


def place(text: str) -> Place:
    """Return the place of `DE`, `US-NV` or `US-CA/06037`."""
    part, _, county = text.partition("/")
    country = part.partition("-")[0]
    return Place(
        country=country, subdivision=part if part != country else None, county=county or None
    )


def _coverage(text: str) -> Coverage:
    one = place(text)
    return Coverage(
        country=one.country,
        subdivisions=(one.subdivision,) if one.subdivision else (),
        counties=(one.county,) if one.county else (),
    )


def agency(identity: str, kind: str, covers: str = "", verified: str = "") -> Agency:
    """Return a fictional agency; `covers` is empty for everywhere."""
    return Agency(
        id=identity,
        name=f"Agency {identity} of Example",
        kind=AgencyKind(kind),
        covers=tuple(_coverage(one) for one in covers.split(",") if one),
        page="https://agency-a.example.org/",
        source="https://agency-a.example.org/about",
        checked=date(2026, 11, 1),
        verified=not verified,
        licence="Fictional",
    )


AGENCIES = tuple(agency(*line.split()) for line in _AGENCIES.strip().splitlines())


def _or_none(text: str) -> Any:  # noqa: ANN401 - the model takes closed lists of codes
    return None if text == "-" else "" if text == "empty" else text


def _address(words: list[str]) -> r.Address:
    """Return the address of: kind, country, state, ZIP, region."""
    kind, country, state, zip_code, *region = words
    return r.Address(
        kind=None if kind == "-" else AddressType(kind),
        country=_or_none(country),
        state=_or_none(state),
        zip_code=_or_none(zip_code),
        region=" ".join(region) or None,
    )


def _ip_event(words: list[str]) -> r.IpEvent:
    """Return the connection of: event, address, and whether time and proxy were stated."""
    event, address, *marks = words
    return r.IpEvent(
        address=address,
        event=None if event == "-" else EventKind(event),
        at=TIME if "timed" in marks else None,
        maybe_proxy=True if "proxy" in marks else None,
    )


class _Holder:
    """What is stated for one person, until it is built."""

    def __init__(self) -> None:
        self.contact: dict[str, list[Any]] = {"addresses": [], "phones": [], "emails": []}
        self.ip_events: list[r.IpEvent] = []
        self.location: r.EstimatedLocation | None = None

    def say(self, kind: str, words: list[str]) -> None:
        match kind:
            case "address":
                self.contact["addresses"].append(_address(words))
            case "phone":
                self.contact["phones"].append(r.Phone(number=" ".join(words)))
            case "coded":
                self.contact["phones"].append(r.Phone(calling_code=words[0], number=words[1]))
            case "email":
                self.contact["emails"].append(r.Email(address=words[0]))
            case "ip":
                self.ip_events.append(_ip_event(words))
            case "place":
                verified, country, *region = words
                self.location = r.EstimatedLocation(
                    country=_or_none(country),
                    region=" ".join(region) or None,
                    verified={"verified": True, "denied": False}.get(verified),
                    estimated_at=TIME,
                )

    def contacts(self) -> dict[str, Any]:
        return {name: tuple(found) for name, found in self.contact.items()}

    def person(self) -> r.Person:
        return r.Person(**self.contacts())

    def account(self) -> dict[str, Any]:
        return {"ip_events": tuple(self.ip_events)}

    def subject(self) -> dict[str, Any]:
        return {"person": self.person(), "location": self.location, **self.account()}


def report_of(facts: list[str]) -> r.Report:  # noqa: C901 - a table of words
    """Return the report of a case's facts, each a line of words."""
    people: dict[str, _Holder] = {}
    incidents: list[r.Incident] = []
    summary: dict[str, Any] = {}
    public: dict[str, Any] = {}
    process = None
    for fact in facts:
        who, *words = fact.split()
        match who:
            case "page":
                incidents.append(r.WebPageIncident(urls=(words[0],)))
            case "offline":
                incidents.append(r.OfflineIncident(addresses=(_address(words),)))
            case "call":
                incidents.append(r.PhoneIncident(phone=r.Phone(number=" ".join(words))))
            case "peer":
                incidents.append(r.PeerToPeerIncident(ip_events=(_ip_event(words),)))
            case "chat":
                incidents.append(r.ChatIncident(client="Example Chat"))
            case "urgent":
                summary["urgency_reason"] = "Synthetic reason 17."
            case "type":
                summary["incident_type"] = IncidentType(words[0])
            case "danger" | "meeting":
                field = {"danger": "danger_now", "meeting": "meeting_planned"}[who]
                public[field] = Answer(words[0])
            case "category" | "language":
                public[who] = words[0]
            case "process":
                process = r.LawEnforcement(
                    agency="Agency A of Example",
                    foreign_process=r.ForeignLegalProcess(served=True, country=_or_none(words[0])),
                )
            case _:
                people.setdefault(who, _Holder()).say(words[0], words[1:])
    return _build(people, tuple(incidents), summary, public, process)


def _build(
    people: dict[str, _Holder],
    incidents: tuple[r.Incident, ...],
    summary: dict[str, Any],
    public: dict[str, Any],
    process: r.LawEnforcement | None,
) -> r.Report:
    def associated(name: str, kind: AccountType) -> list[r.AssociatedAccount]:
        if name not in people:
            return []
        holder = people[name]
        return [r.AssociatedAccount(kind=kind, **holder.contacts(), **holder.account())]

    others = (*associated("linked", AccountType.LINKED), *associated("parent", _PARENT))
    suspect = people.get("suspect", _Holder() if others else None)
    second = people.get("second")
    return r.Report(
        summary=r.Summary(**summary),
        incidents=incidents,
        law_enforcement=process,
        reporter=r.Reporter(
            person=people["reporter"].person() if "reporter" in people else r.Person(),
            contact=r.Contact(**people["desk"].contacts()) if "desk" in people else None,
        ),
        reported=tuple(
            r.Reported(**one.subject(), associated_accounts=others if one is suspect else ())
            for one in (suspect, second)
            if one is not None
        ),
        recipients=(r.Recipient(**people["recipient"].subject()),)
        if "recipient" in people
        else (),
        victims=(r.Victim(**people["victim"].subject()),) if "victim" in people else (),
        public=r.PublicAnswers(**public) if public else None,
    )


_PARENT = AccountType.PARENT_GUARDIAN


def given(lines: list[str]) -> Findings:
    """Return findings as they stand: `victim US-CA/06037 high`."""
    found = []
    for line in lines:
        ground, where, confidence = line.split()
        evidence = Evidence(kind=EvidenceKind.ADDRESS, report=1, path="/victims/0/location")
        found.append(
            Finding(
                ground=Ground(ground),
                place=place(where),
                evidence=(evidence,),
                confidence=Confidence(confidence),
                reason=because(EvidenceKind.ADDRESS, Ground(ground), place(where)),
            )
        )
    return Findings(findings=tuple(found))
