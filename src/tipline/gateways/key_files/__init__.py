"""The key folder: five small text files that are made once, kept safe, and never overwritten.

index.key       secret   blinds identifiers                      doors, desk
audit.private   secret   signs checkpoints of the audit log      writer
hotline.private secret   opens reports; may have a passphrase    desk only
audit.public             checks checkpoints                      anybody
hotline.public           seals reports                           doors
"""

from tipline.gateways.key_files.create import create_keys
from tipline.gateways.key_files.export import export_keys, import_keys
from tipline.gateways.key_files.folder import check_key_files
from tipline.gateways.key_files.formats import fingerprint
from tipline.gateways.key_files.load import (
    load_audit_private,
    load_audit_public,
    load_blind_index,
    load_hotline_private,
    load_hotline_public,
    load_index_key,
    needs_passphrase,
)
from tipline.gateways.key_files.protect import protect_private

__all__ = [
    "check_key_files",
    "create_keys",
    "export_keys",
    "fingerprint",
    "import_keys",
    "load_audit_private",
    "load_audit_public",
    "load_blind_index",
    "load_hotline_private",
    "load_hotline_public",
    "load_index_key",
    "needs_passphrase",
    "protect_private",
]
