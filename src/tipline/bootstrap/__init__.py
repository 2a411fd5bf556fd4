"""The wiring: the only place that names concrete stores and gateways."""

from tipline.bootstrap.hotline import Hotline, Spark
from tipline.bootstrap.installation import (
    create_hotline,
    is_served,
    open_hotline,
    prepare_restore,
    refuse_in_production,
    refuse_unready,
)
from tipline.bootstrap.keys import (
    check_passphrase,
    export_keys,
    import_keys,
    needs_passphrase,
    protect_key,
)
from tipline.bootstrap.openness import shut_files
from tipline.bootstrap.surroundings import (
    find_provider_door,
    mail_gateway,
    provider_door,
    system_clock,
    system_randomness,
)

__all__ = [
    "Hotline",
    "Spark",
    "check_passphrase",
    "create_hotline",
    "export_keys",
    "find_provider_door",
    "import_keys",
    "is_served",
    "mail_gateway",
    "needs_passphrase",
    "open_hotline",
    "prepare_restore",
    "protect_key",
    "provider_door",
    "refuse_in_production",
    "refuse_unready",
    "shut_files",
    "system_clock",
    "system_randomness",
]
