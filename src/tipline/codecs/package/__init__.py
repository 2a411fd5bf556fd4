"""The package of a referral: all facts as JSON, the manifest, and the ZIP around everything."""

from tipline.codecs.package.bundle import (
    MANIFEST,
    MOST_ZIPPED,
    PUBLIC_KEY,
    SIGNATURE,
    Bundle,
    Document,
    Entry,
    Manifest,
    Opened,
    bundle,
    check_bundle,
    open_bundle,
)
from tipline.codecs.package.facts import decode_facts, encode_facts

__all__ = [
    "MANIFEST",
    "MOST_ZIPPED",
    "PUBLIC_KEY",
    "SIGNATURE",
    "Bundle",
    "Document",
    "Entry",
    "Manifest",
    "Opened",
    "bundle",
    "check_bundle",
    "decode_facts",
    "encode_facts",
    "open_bundle",
]
