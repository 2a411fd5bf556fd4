"""The checks of the settings, for `manage.py check` and every command that runs them."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Odd

from tipline.integrations.django_filing.settings import examine


def check_settings(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 - Django's own form
    **_details: object,
) -> list[CheckMessage]:
    """Return everything that is wrong with `TIPLINE_FILING`, at once."""
    return [
        Odd(flaw.message, hint=flaw.hint or None, id=f"tipline_filing.W{flaw.number:03}")
        if flaw.odd
        else Error(flaw.message, hint=flaw.hint or None, id=f"tipline_filing.E{flaw.number:03}")
        for flaw in examine()
    ]
