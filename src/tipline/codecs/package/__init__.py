"""The package of a referral: all facts as JSON, the manifest, and the ZIP around everything."""

from tipline.codecs.package.bundle import (
    MANIFEST,
    PUBLIC_KEY,
    SIGNATURE,
    Bundle,
    Document,
    Entry,
    Manifest,
    Opened,
    bundle,
    open_bundle,
)
from tipline.codecs.package.facts import decode_facts, encode_facts

__all__ = [
    "MANIFEST",
    "PUBLIC_KEY",
    "SIGNATURE",
    "Bundle",
    "Document",
    "Entry",
    "Manifest",
    "Opened",
    "bundle",
    "decode_facts",
    "encode_facts",
    "open_bundle",
]
