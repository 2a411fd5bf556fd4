"""Connections and identifiers as objects: what a subject has, where it is stated, and when."""

from typing import Final

from tipline.codecs.case_uco.nodes import Node, Nodes, moment, ref, tags
from tipline.codecs.case_uco.terms import ACCOUNT, ON_SERVICES, ROLES, Form, form_of
from tipline.codecs.exchange import context_of
from tipline.domain.identifiers import IdentifierKind
from tipline.domain.referrals.rows import IdentifierRow, IpRow
from tipline.domain.sightings import Role

USED_FOR: Final = "Used_For_Connection"
HAS_CONNECTION: Final = "Has_Connection"


def add_subject(nodes: Nodes, report: int, role: Role, subject: str) -> str:
    """Return the id of a subject or an incident; a subject is never given a name."""
    kind = "identity:Identity" if role in ROLES else "core:Event"
    stated = {
        "core:name": f"{role.value} {subject} of {context_of(report)}",
        "core:externalReference": nodes.place(report, subject),
    }
    key = (report, role.value, subject)
    made = nodes.add(kind, key, stated | tags({"role": role.value}))
    if role in ROLES:
        held = nodes.add(ROLES[role], (role.value,), {"core:name": role.value})
        nodes.relate(made, "Has_Role", held, {})
    return made


def add_connection(nodes: Nodes, row: IpRow) -> str:
    """Return the id of one connection, with its address, its account and whose it is."""
    address = _identifier(nodes, IdentifierKind.IP, "", row.address)
    key = (row.report, row.path)
    facet: Node = {"observable:src": ref(address)}
    if row.port is not None:
        facet["observable:sourcePort"] = row.port
    if row.utc is not None:
        facet["observable:startTime"] = moment(row.utc)
    stated = {
        "core:hasFacet": [nodes.part("observable:NetworkConnectionFacet", key, facet)],
        "core:externalReference": nodes.place(row.report, row.path),
    }
    rest = {
        "stated_at": row.stated_at,
        "event": row.event,
        "maybe_proxy": row.maybe_proxy,
        "registry_country": row.registry_country,
        "as_of": row.as_of,
        "service": row.service if row.account is None else None,
    }
    made = nodes.add("observable:NetworkConnection", key, stated | tags(rest))
    subject = add_subject(nodes, row.report, row.role, row.subject)
    nodes.relate(subject, HAS_CONNECTION, made, {})
    if row.account is not None:
        nodes.relate(_account(nodes, row.account, row.service), USED_FOR, made, {})
    return made


def add_identifier(nodes: Nodes, row: IdentifierRow) -> str:
    """Return the id of one sighting: from a subject to the identifier it has."""
    subject = add_subject(nodes, row.report, row.role, row.subject)
    target = _identifier(nodes, row.kind, row.scope, row.value)
    rest = {"associated": row.associated or None, "port": row.port, "event": row.event}
    stated: Node = {
        "core:name": row.stated,
        "core:externalReference": nodes.place(row.report, row.path),
    }
    if row.at is not None:
        stated["core:startTime"] = moment(row.at)
    relation = form_of(row.kind, row.value).relation
    return nodes.relate(subject, relation, target, stated | tags(rest), (row.path,))


def _identifier(nodes: Nodes, kind: IdentifierKind, scope: str, value: str) -> str:
    form, key = form_of(kind, value), (kind.value, scope, value)
    stated = _held(nodes, form, key, value)
    if form.facet is None:
        named = {"core:definingContext": scope or kind.value, form.field: value}
        stated["core:externalReference"] = [nodes.part("core:ExternalReference", key, named)]
    elif kind in ON_SERVICES and scope:
        stated["core:hasFacet"].append(_on_service(nodes, key, scope))
    return nodes.add(form.type, key, stated | tags({"kind": kind.value, "scope": scope or None}))


def _account(nodes: Nodes, account: str, service: str | None) -> str:
    """Return the id of an account as it was stated, which its normal form may not be."""
    key = ("stated", account, service)
    stated = _held(nodes, ACCOUNT, key, account)
    if service is not None:
        stated["core:hasFacet"].append(_on_service(nodes, key, service))
    return nodes.add(ACCOUNT.type, key, stated)


def _held(nodes: Nodes, form: Form, key: tuple[object, ...], value: str) -> Node:
    """Return the facet that a value stands in, if it stands in one."""
    if form.facet is None:
        return {}
    return {"core:hasFacet": [nodes.part(form.facet, key, {form.field: value})]}


def _on_service(nodes: Nodes, key: tuple[object, ...], service: str) -> Node:
    application = nodes.add("observable:Application", (service,), {"core:name": service})
    return nodes.part(
        "observable:ApplicationAccountFacet", key, {"observable:application": ref(application)}
    )
