"""Connections and identifiers as observables, and whose they are as relationships."""

from typing import Final

from tipline.codecs.exchange import context_of, stated_of, utc_milliseconds
from tipline.codecs.stix.objects import Object, Objects, extended
from tipline.codecs.stix.terms import form_of
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role

IP: Final = "ip"
IDENTIFIER: Final = "identifier"


def add_subject(objects: Objects, report: int, role: Role, subject: str) -> str:
    """Return the id of a subject or an incident; a subject is never given a name."""
    place = {"of": context_of(report), "path": subject, "role": role.value}
    stated: Object = {"name": f"{role.value} {subject} of {context_of(report)}"} | extended(place)
    key = (report, role.value, subject)
    if role is Role.INCIDENT:
        return objects.put("incident", key, stated)
    return objects.put("identity", key, {**stated, "identity_class": "unknown", "roles": [role]})


def add_connection(objects: Objects, row: IpRow) -> tuple[str, ...]:
    """Return the ids of all that says one connection, whose it is first."""
    subject = add_subject(objects, row.report, row.role, row.subject)
    facts = {"row": IP, **stated_of(row)}
    key = (IP, row.report, row.path)
    form = form_of(IdentifierKind.IP, row.address)
    if form is None:
        said = {"content": f"{IP}: {row.address}", "object_refs": [subject]}
        return subject, objects.put("note", key, said | extended(facts))
    address = objects.observe(form.type, {form.field: row.address})
    traffic: Object = {"src_ref": address, "protocols": [form.type.removesuffix("-addr")]}
    if row.port is not None:
        traffic["src_port"] = row.port
    seen = [objects.observe("network-traffic", traffic), address]
    if row.account is not None:
        service = {} if row.service is None else {"account_type": row.service}
        seen.append(objects.observe("user-account", {"user_id": row.account, **service}))
    made = list(seen)
    when = utc_milliseconds(row.utc)
    if when is not None:
        data = {"first_observed": when, "last_observed": when, "number_observed": 1}
        made.append(objects.put("observed-data", key, {**data, "object_refs": seen}))
    del facts["address"]
    rest = _started(when) | extended(facts)
    return subject, *made, objects.relate(subject, "related-to", address, key, rest)


def add_identifier(objects: Objects, row: IdentifierRow) -> tuple[str, ...]:
    """Return the ids of all that says one sighting of an identifier, whose it is first."""
    subject = add_subject(objects, row.report, row.role, row.subject)
    facts = {"row": IDENTIFIER, **stated_of(row)}
    key = (IDENTIFIER, row.report, row.path)
    form = form_of(row.kind, row.value)
    if form is None:
        scope = f" ({row.scope})" if row.scope else ""
        said = {"content": f"{row.kind.value}{scope}: {row.value}", "object_refs": [subject]}
        return subject, objects.put("note", key, said | extended(facts))
    stated = {form.field: row.value}
    service = form.account or row.scope
    if form.type == "user-account" and service:
        stated["account_type"] = service
    target = objects.observe(form.type, stated)
    del facts["value"]
    rest = _started(utc_milliseconds(row.at)) | extended(facts)
    return subject, target, objects.relate(subject, "related-to", target, key, rest)


def _started(when: str | None) -> Object:
    return {} if when is None else {"start_time": when}
