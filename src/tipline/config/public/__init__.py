"""The operator's side of the public form: the folder `public` in the data folder, and defaults.

Without the folder the form is as it comes. How each file looks is in docs/public-form.md.
"""

from tipline.config.public.categories import BUILT_IN, translatable
from tipline.config.public.lacks import MISSING, OLD, Untranslated, all_translated, lacks, outdated
from tipline.config.public.read import read_site
from tipline.config.public.site import (
    BUILT_IN_LANGUAGES,
    FOLDER,
    Audience,
    Category,
    Colours,
    Emergency,
    Helpline,
    PublicSite,
    SupportLink,
    Words,
)
from tipline.config.public.write import write_templates

__all__ = [
    "BUILT_IN",
    "BUILT_IN_LANGUAGES",
    "FOLDER",
    "MISSING",
    "OLD",
    "Audience",
    "Category",
    "Colours",
    "Emergency",
    "Helpline",
    "PublicSite",
    "SupportLink",
    "Untranslated",
    "Words",
    "all_translated",
    "lacks",
    "outdated",
    "read_site",
    "translatable",
    "write_templates",
]
