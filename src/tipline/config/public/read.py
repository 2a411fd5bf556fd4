"""The whole folder of the public form; everything that is wrong with it is said together."""

from typing import Final

from tipline.config.public import readers
from tipline.config.public.categories import read_categories
from tipline.config.public.colours import read_colours
from tipline.config.public.numbers import FILE, read_numbers
from tipline.config.public.site import FOLDER, PublicSite
from tipline.config.public.tables import Table, read_table
from tipline.config.public.texts import find_translations, read_privacy, read_texts
from tipline.config.settings import Settings, SettingsError
from tipline.domain.problems import Problem

_FORM: Final = (
    "name",
    "languages",
    "countries",
    "exit_to",
    "phone",
    "phone_hours",
    "read_within_days",
    "receipt_days",
    "proof_of_work",
)
_UNSAID: Final = PublicSite(categories=())
_LONGEST_WAIT: Final = 60
_LONGEST_RECEIPT: Final = 3_650


def read_site(settings: Settings) -> PublicSite:
    """Return the public form as its folder says; what is not there is as it comes.

    Raises:
        SettingsError: something in the folder is wrong; all problems together.
    """
    folder = settings.data / FOLDER
    problems: list[Problem] = []

    def table(file: str) -> Table:
        return read_table(folder, file, problems)

    form = table("form.toml")
    form.refuse_others(*_FORM)
    languages = form.take("languages", readers.languages, _UNSAID.languages)
    numbers = read_numbers(table(FILE), settings)
    privacy = read_privacy(folder, settings, languages, problems)
    site = PublicSite(
        name=form.take("name", readers.line, _UNSAID.name),
        languages=languages,
        countries=form.take("countries", readers.countries, ()),
        exit_to=form.take("exit_to", readers.https, _UNSAID.exit_to),
        phone=form.take("phone", readers.phone, ""),
        phone_hours=form.take("phone_hours", readers.by_language(languages), {}),
        read_within_days=form.take(
            "read_within_days", readers.whole(_LONGEST_WAIT, "days"), _UNSAID.read_within_days
        ),
        receipt_days=form.take(
            "receipt_days", readers.whole(_LONGEST_RECEIPT, "days"), _UNSAID.receipt_days
        ),
        proof_of_work=form.take("proof_of_work", readers.switch, default=True),
        categories=read_categories(table("categories.toml"), languages),
        texts=read_texts(table("texts.toml"), languages),
        privacy=privacy.texts,
        own_privacy=privacy.own,
        colours=read_colours(table("colours.toml")),
        translations=find_translations(folder, languages, problems),
        said=frozenset(form.values),
        **numbers._asdict(),
    )
    if problems:
        raise SettingsError(problems)
    return site
