"""The directory of agencies: the records that come with Tipline, and the operator's over them.

Ours are `records/*.toml` here, the operator's `agencies/*.toml` in the data folder. How a record
looks is in docs/directory.md.
"""

from tipline.config.agencies.read import FOLDER, Reading, read_directory, read_records

__all__ = ["FOLDER", "Reading", "read_directory", "read_records"]
