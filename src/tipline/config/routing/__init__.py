"""The routing rules: those that come with Tipline, and the operator's over them.

Ours are `default.toml` here, with a comment on each; the operator's `routing.toml` in the data
folder. What a rule means is in domain/routing/rules.
"""

from tipline.config.routing.read import FILE, read_rules

__all__ = ["FILE", "read_rules"]
