"""From a platform's own JSON to a report, by a mapping in TOML; docs/mapping.md has the language.

Values only: a mapping has no place for a file, its name or its hash.
"""

from tipline.codecs.platform.applying.got import Unfound
from tipline.codecs.platform.faults import CaseError, MappingError
from tipline.codecs.platform.mapping import MappedCase, Mapping, read_mapping
from tipline.codecs.platform.meanings import meaning_of
from tipline.codecs.platform.targets import Field, all_fields, words_of

__all__ = [
    "CaseError",
    "Field",
    "MappedCase",
    "Mapping",
    "MappingError",
    "Unfound",
    "all_fields",
    "meaning_of",
    "read_mapping",
    "words_of",
]
