"""Makes the report of a draft: every answer in the place where the desk looks for it.

Nothing typed is left out: what has no field of its own stays as text beside the fact.
"""

import re
from collections.abc import Mapping
from typing import Final, cast

import msgspec

from tipline.domain import report as r
from tipline.domain.identifiers import email, phone
from tipline.domain.places import STATE_CODES, CountryCode
from tipline.domain.public.addresses import has_page, read_addresses, writable
from tipline.domain.public.draft import (
    Block,
    Child,
    Draft,
    Other,
    PlaceKind,
    Reach,
    ReporterContact,
)
from tipline.domain.public.texts import email_in, is_number
from tipline.domain.public.when import Typed, known_day, typed_date
from tipline.domain.vocabulary import ContactWish, IncidentType

_FEWEST_SIGNS: Final = 3
_FEWEST_DENSE: Final = 2
"""Letters or digits from which a narrative says something; fewer in a script without blanks."""
_DENSE: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u318f\u31a0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Hangul, Khmer, kana, bopomofo and ideographs."""
_WITH_SERVICE: Final = (PlaceKind.ROOM, PlaceKind.ACCOUNT)
"""Places that the name of an app or game alone leads to."""


def compose(
    draft: Draft,
    *,
    consent_version: str | None,
    unconfirmed: bool,
    incomplete: bool,
    categories: Mapping[str, IncidentType | None],
) -> tuple[r.Report, ReporterContact | None]:
    """Return the report of a draft, and apart from it how its reporter can be reached.

    A draft without problems gives a report without any. What is sent because it was left is sent
    without the way to its reporter. `categories` has the incident type of each of the hotline's
    own categories.
    """
    incidents, reported, seen = _places(draft.blocks)
    country, region = _country(draft.country), draft.region.strip() or None
    addresses = () if country is None and region is None else (_address(country, region),)
    answers, contact = _answers(draft), None
    if not incomplete:
        contact = _contact(draft.reach)
        answers = _with_wish(answers, draft.reach, contact)
    public = msgspec.structs.replace(
        answers,
        seen=seen,
        consent_version=consent_version,
        incomplete=incomplete,
        unconfirmed=unconfirmed,
    )
    report = r.Report(
        summary=r.Summary(incident_type=categories.get(draft.category)),
        incidents=incidents,
        reporter=r.Reporter(person=r.Person(addresses=addresses)),
        reported=_with_other(reported, draft.other),
        victims=_victims(draft.child),
        additional_info=_said(draft.narrative),
        public=public,
    )
    return report, contact


def has_fact(draft: Draft) -> bool:
    """Tell whether a draft says anything at all that somebody could look into."""
    texts = [block.text for block in draft.blocks]
    texts += [block.service for block in draft.blocks if block.kind in _WITH_SERVICE]
    texts += [draft.other.names, draft.other.details, draft.child.name, draft.child.details]
    return _says(draft.narrative) or any(map(_signs, texts))


def _says(narrative: str) -> bool:
    dense = _signs("".join(_DENSE.findall(narrative)))
    return dense >= _FEWEST_DENSE or _signs(narrative) >= _FEWEST_SIGNS


def _signs(text: str) -> int:
    return sum(map(str.isalnum, text))


def _answers(draft: Draft) -> r.PublicAnswers:
    child = draft.child
    return r.PublicAnswers(
        relation=draft.relation,
        danger_now=draft.danger_now,
        meeting_planned=draft.meeting_planned,
        threats_or_demands=draft.threats_or_demands,
        child_can_be_found=draft.child_can_be_found,
        still_going_on=draft.still_going_on,
        category=_said(draft.category),
        child_age=child.age,
        child_safe_now=child.safe_now,
        child_knows=child.knows,
        language=_said(draft.language),
    )


def _with_wish(
    answers: r.PublicAnswers, reach: Reach, contact: ReporterContact | None
) -> r.PublicAnswers:
    """Return the answers with the visitor's wish, and what goes with a way that can be used.

    A wish without an address that can be read leaves the receipt; a withdrawn one leaves nothing.
    """
    if contact is None:
        asked = reach.wish is not ContactWish.NONE
        wish = ContactWish.BY_CODE if asked else ContactWish.NONE
        return msgspec.structs.replace(answers, contact_wish=wish)
    return msgspec.structs.replace(
        answers,
        contact_wish=reach.wish,
        contact_times=_said(reach.times),
        contact_is_private=reach.is_private,
        contact_may_go_to_police=reach.may_go_to_police,
    )


def _contact(reach: Reach) -> ReporterContact | None:
    """Return only what the visitor's wish asks for, even if more was typed, if it can be read."""
    if reach.wish is ContactWish.BY_EMAIL and email.normal_form(reach.email) is not None:
        return ReporterContact(email=reach.email.strip())
    if reach.wish is ContactWish.BY_PHONE and phone.normal_form(reach.phone) is not None:
        return ReporterContact(phone=reach.phone.strip())
    return None


def _places(
    blocks: tuple[Block, ...],
) -> tuple[tuple[r.Incident, ...], tuple[r.Reported, ...], tuple[r.Seen, ...]]:
    """Return what the blocks name, and when each was seen."""
    incidents: list[r.Incident] = []
    reported: list[r.Reported] = []
    seen: list[r.Seen] = []
    for block in blocks:
        if not _is_stated(block):
            continue
        match block.kind:
            case PlaceKind.WEB:
                of = f"/incidents/{len(incidents)}"
                incidents.append(_web(block))
            case PlaceKind.ROOM:
                of = f"/incidents/{len(incidents)}"
                room = r.ChatIncident(client=_said(block.service), room=_said(block.text))
                incidents.append(room)
            case PlaceKind.ACCOUNT:
                of = f"/reported/{len(reported)}"
                reported.append(_account(block))
            case _:
                of = f"/reported/{len(reported)}"
                reported.append(_reached(block))
        when = _seen(block, of)
        if when is not None:
            seen.append(when)
    return tuple(incidents), tuple(reported), tuple(seen)


def _is_stated(block: Block) -> bool:
    texts = (block.text, block.service, block.day, block.month, block.year, block.time)
    return block.still_there is not None or any(text.strip() for text in texts)


def _web(block: Block) -> r.WebPageIncident:
    urls: list[str] = []
    words = [block.service.strip()]
    for found in read_addresses(block.text):
        url = writable(found.address)
        if url is not None:
            urls.append(url)
        words.append(found.rest)
        if url != found.address:
            # What was mended, or could not be, is kept as it was typed as well.
            words.append(found.address)
    return r.WebPageIncident(urls=tuple(urls), additional_info=_said(*words))


def _account(block: Block) -> r.Reported:
    text = block.text.strip()
    service = _said(block.service)
    url = writable(text) if has_page(text) else None
    if url is not None:
        info = None if url == text else text
        return r.Reported(service=service, profile_urls=(url,), additional_info=info)
    address = email_in(text)
    if address is not None:
        return _mailbox(service, address, text)
    return r.Reported(service=service, screen_name=_said(text))


def _reached(block: Block) -> r.Reported:
    text = block.text.strip()
    service = _said(block.service)
    address = email_in(text)
    if address is not None:
        return _mailbox(service, address, text)
    if is_number(text):
        return r.Reported(service=service, person=r.Person(phones=(r.Phone(number=text),)))
    return r.Reported(service=service, additional_info=_said(text))


def _mailbox(service: str | None, address: str, typed: str) -> r.Reported:
    person = r.Person(emails=(r.Email(address=address),))
    info = None if address == typed else typed
    return r.Reported(service=service, person=person, additional_info=info)


def _seen(block: Block, of: str) -> r.Seen | None:
    """Return when a place was seen; None if nothing of that was answered."""
    typed = typed_date(block) or Typed(None, None, None)
    day, loose = known_day(typed)
    time = " ".join(text for text in (loose, block.time.strip()) if text) or None
    if day is None and time is None and block.still_there is None:
        return None
    return r.Seen(
        of=of,
        day=day,
        time=time,
        zone=_said(block.zone),
        about=block.about,
        still_there=block.still_there,
    )


def _with_other(reported: tuple[r.Reported, ...], other: Other) -> tuple[r.Reported, ...]:
    """Add what is known of the other person: to the one account there is, else by itself."""
    names = tuple(line.strip() for line in other.names.splitlines() if line.strip())
    location, region = _location(other.country, other.region)
    words = (region, other.details)
    if not names and location is None and _said(*words) is None:
        return reported
    if len(reported) != 1:
        own = r.Reported(display_names=names, location=location, additional_info=_said(*words))
        return (*reported, own)
    info = _said(reported[0].additional_info or "", *words)
    return (
        msgspec.structs.replace(
            reported[0], display_names=names, location=location, additional_info=info
        ),
    )


def _victims(child: Child) -> tuple[r.Victim, ...]:
    """Return the child if anything is known that tells one child from another."""
    location, region = _location(child.country, child.region)
    name, info = child.name.strip(), _said(region, child.details)
    if not name and location is None and info is None:
        return ()
    names = (name,) if name else ()
    return (r.Victim(display_names=names, location=location, additional_info=info),)


def _location(country: str, region: str) -> tuple[r.EstimatedLocation | None, str]:
    """Return a place, and the region apart if it cannot be in it: in the US it is a state code."""
    code, region = _country(country), region.strip()
    if code is None:
        return None, region
    if code == "US" and region.upper() not in STATE_CODES:
        return r.EstimatedLocation(country=code), region
    if code == "US":
        region = region.upper()
    return r.EstimatedLocation(country=code, region=region or None), ""


def _address(country: CountryCode | None, region: str | None) -> r.Address:
    return r.Address(country=country, region=region)


def _country(code: str) -> CountryCode | None:
    return cast("CountryCode", code) if code else None


def _said(*texts: str) -> str | None:
    """Return texts under each other, without the empty ones; None if nothing is left."""
    return "\n".join(text.strip() for text in texts if text.strip()) or None
