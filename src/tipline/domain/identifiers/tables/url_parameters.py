"""Query parameters that say how somebody came to a page, and not which page it is."""

from typing import Final

TRACKING_PREFIXES: Final = ("utm_", "hsa_", "mtm_", "pk_", "matomo_", "piwik_", "at_campaign")
"""Beginnings of parameter names that are for campaigns only."""

TRACKING: Final = frozenset(
    {
        "__hsfp", "__hssc", "__hstc", "_bta_c", "_bta_tid", "_ga", "_gl", "_hsenc", "_hsmi",
        "_kx", "_openstat", "cvid", "dclid", "dm_i", "ef_id", "epik", "fb_action_ids",
        "fb_action_types", "fb_ref", "fb_source", "fbclid", "gad_source", "gbraid", "gclid",
        "gclsrc", "guce_referrer", "guce_referrer_sig", "guccounter", "hsctatracking", "icid",
        "igsh", "igshid", "irclickid", "li_fat_id", "mc_cid", "mc_eid", "mibextid", "mkt_tok",
        "ml_subscriber", "ml_subscriber_hash", "msclkid", "oly_anon_id", "oly_enc_id",
        "otracker", "rb_clickid", "rdid", "s_cid", "s_kwcid", "sc_cid", "sccid", "scid",
        "share_id", "spm", "srsltid", "tt_content", "tt_medium", "ttclid", "twclid",
        "vero_conv", "vero_id", "wbraid", "wickedid", "yclid", "ymclid", "ysclid",
    }
)  # fmt: skip
"""Parameters of analytics and advertising that no page depends on."""

TRACKING_AT: Final = {
    "facebook.com": frozenset({"__tn__", "__cft__[0]", "__xts__[0]", "_rdr", "eid", "refid"}),
    "instagram.com": frozenset({"hl", "ig_mid", "utm"}),
    "reddit.com": frozenset({"rdt", "share"}),
    "tiktok.com": frozenset({"_r", "_t", "is_copy_url", "is_from_webapp", "sender_device"}),
    "twitter.com": frozenset({"cxt", "ref_src", "ref_url", "s", "t"}),
    "x.com": frozenset({"cxt", "ref_src", "ref_url", "s", "t"}),
    "youtu.be": frozenset({"feature", "pp", "si"}),
    "youtube.com": frozenset({"ab_channel", "feature", "pp", "si"}),
}
"""Parameters with names too short to know elsewhere, by the domain where they are for tracking."""
