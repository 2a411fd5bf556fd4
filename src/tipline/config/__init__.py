"""Settings, read once from a file and the environment; what is wrong with them is said together.

The file is `tipline.toml` in the data folder; a variable `TIPLINE_...` wins over it. Nothing reads
the environment but `read_settings`, and only when it is called.
"""

from tipline.config.production import ADMINISTRATORS, check_production
from tipline.config.read import read_settings
from tipline.config.settings import DEFAULT_DATA, FILE_NAME, Mode, Settings, SettingsError

__all__ = [
    "ADMINISTRATORS",
    "DEFAULT_DATA",
    "FILE_NAME",
    "Mode",
    "Settings",
    "SettingsError",
    "check_production",
    "read_settings",
]
