"""`tipline mapping`: look at the mappings from a platform's own JSON to reports."""

from tipline.cli.filing.mapping.commands import mapping

__all__ = ["mapping"]
