"""The key folder: five small text files that are made once, kept safe, and never overwritten.

index.key       secret   blinds identifiers, receipts, imports   doors, desk
audit.private   secret   signs checkpoints of the audit log      writer
hotline.private secret   opens reports; may have a passphrase    desk only
audit.public             checks checkpoints                      anybody
hotline.public           seals reports                           doors

Once the index was rotated, identifiers.key blinds identifiers in place of index.key, and during a
rotation identifiers.next.key does so too (`identifier_keys.py`).
"""

from tipline.gateways.key_files.create import create_keys
from tipline.gateways.key_files.export import export_keys, import_keys
from tipline.gateways.key_files.folder import check_key_files
from tipline.gateways.key_files.formats import fingerprint
from tipline.gateways.key_files.identifier_keys import FolderIndex, FolderRing
from tipline.gateways.key_files.load import (
    load_audit_private,
    load_audit_public,
    load_hotline_private,
    load_hotline_public,
    load_index_key,
    load_ledger_index,
    needs_passphrase,
)
from tipline.gateways.key_files.protect import protect_private

__all__ = [
    "FolderIndex",
    "FolderRing",
    "check_key_files",
    "create_keys",
    "export_keys",
    "fingerprint",
    "import_keys",
    "load_audit_private",
    "load_audit_public",
    "load_hotline_private",
    "load_hotline_public",
    "load_index_key",
    "load_ledger_index",
    "needs_passphrase",
    "protect_private",
]
