"""The tables. Django owns the schema; the hot paths use the statements in the files `*.sql`.

Times are microseconds since 1970 in UTC. What only the desk may read stands in `sealed_*` and
`display`; identifiers stand here blind.
"""

from tipline.stores.models.cases import CaseFile, CaseReport
from tipline.stores.models.desk import DeskCount, DeskItem, DeskSession, DeskUser, LogInRefusal
from tipline.stores.models.intake import (
    Imported,
    KeyUsed,
    Numbers,
    Provider,
    Report,
    Sighting,
)
from tipline.stores.models.linking import (
    Apart,
    Cluster,
    Edge,
    Identifier,
    IndexKeys,
    LinkRules,
    NotIndexed,
    Relinking,
    Stop,
    Verdict,
)
from tipline.stores.models.public import (
    ContactRequest,
    Draft,
    Message,
    ReporterContact,
    Thread,
)
from tipline.stores.models.referrals import (
    Referral,
    ReferralAnswer,
    ReferralDelivery,
    ReferralPiece,
    ReferralReport,
    ReferralVersion,
)
from tipline.stores.models.running import AuditEntry, AuditHead, Heartbeat, OutboxItem

__all__ = [
    "Apart",
    "AuditEntry",
    "AuditHead",
    "CaseFile",
    "CaseReport",
    "Cluster",
    "ContactRequest",
    "DeskCount",
    "DeskItem",
    "DeskSession",
    "DeskUser",
    "Draft",
    "Edge",
    "Heartbeat",
    "Identifier",
    "Imported",
    "IndexKeys",
    "KeyUsed",
    "LinkRules",
    "LogInRefusal",
    "Message",
    "NotIndexed",
    "Numbers",
    "OutboxItem",
    "Provider",
    "Referral",
    "ReferralAnswer",
    "ReferralDelivery",
    "ReferralPiece",
    "ReferralReport",
    "ReferralVersion",
    "Relinking",
    "Report",
    "ReporterContact",
    "Sighting",
    "Stop",
    "Thread",
    "Verdict",
]
