"""From a referral to XARF v4 documents, for the abuse desk of a hoster.

Source: XARF 4.2.0, `content/csem`. A hotline knows of it because somebody reported it, so the
method of detection is `user_report`.
"""

import re
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from tipline.codecs.exchange import document_bytes, writing
from tipline.codecs.xarf.notice import Notice, notices
from tipline.domain.referrals.dossier import Dossier

VERSION: Final = "4.2.0"

_NAMESPACE: Final = uuid5(NAMESPACE_URL, "urn:tipline:xarf")
_DOMAIN: Final = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}")
"""What the schema takes for a domain; an international one stays in the address alone."""


def encode_xarf(dossier: Dossier, *, indent: bool = False) -> tuple[bytes, ...]:
    """Return a document for each notice of a referral, in its order; the same bytes each time.

    Raises:
        UnwritableReportError: the hotline's name holds a lone surrogate.
    """
    with writing():
        return tuple(document_bytes(_document(one), indent=indent) for one in notices(dossier))


def _document(notice: Notice) -> dict[str, Any]:
    contact = {
        "org": notice.organisation,
        "contact": notice.mailbox,
        "domain": notice.domain,
    }
    document = {
        "xarf_version": VERSION,
        "report_id": _report_id(notice),
        "timestamp": str.__str__(notice.at),
        "reporter": contact,
        "sender": contact,
        "source_identifier": notice.host,
        "category": "content",
        "type": "csem",
        "url": notice.url,
        "exploitation_type": notice.exploitation.value,
        "detection_method": "user_report",
        "evidence_source": "user_report",
        "tags": _tags(notice),
        "description": "What it is was declared by the reporter. The address was not opened.",
    }
    if _DOMAIN.fullmatch(notice.host):
        document["domain"] = notice.host
    return document


def _report_id(notice: Notice) -> str:
    """Return an id that is always the same, in the form that the standard asks for."""
    whole = [notice.domain, notice.referral, notice.version]
    of = [*whole, notice.report, notice.incident, notice.address]
    made = uuid5(_NAMESPACE, msgspec.json.encode(of).decode())
    return str(UUID(bytes=made.bytes, version=4))


def _tags(notice: Notice) -> list[str]:
    """Return what it is of: all that the answer to a notice needs to find its way."""
    tags = {
        "referral": notice.referral,
        "version": notice.version,
        "report": notice.report,
        "incident": notice.incident,
        "address": notice.address,
    }
    found = [f"{name}:{value}" for name, value in tags.items()]
    return [*found, "test:true"] if notice.is_test else found
