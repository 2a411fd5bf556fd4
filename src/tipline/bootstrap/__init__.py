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
from tipline.bootstrap.referrals import (
    answer_links,
    answering,
    carrier,
    delivery_reader,
    dispatch,
    referral_reader,
    referred_reader,
    writer_process,
)
from tipline.bootstrap.surroundings import (
    find_provider_door,
    is_package_signed,
    mail_gateway,
    provider_door,
    system_clock,
    system_randomness,
)

__all__ = [
    "Hotline",
    "Spark",
    "answer_links",
    "answering",
    "carrier",
    "check_passphrase",
    "create_hotline",
    "delivery_reader",
    "dispatch",
    "export_keys",
    "find_provider_door",
    "import_keys",
    "is_package_signed",
    "is_served",
    "mail_gateway",
    "needs_passphrase",
    "open_hotline",
    "prepare_restore",
    "protect_key",
    "provider_door",
    "referral_reader",
    "referred_reader",
    "refuse_in_production",
    "refuse_unready",
    "shut_files",
    "system_clock",
    "system_randomness",
    "writer_process",
]
