"""The application as Django knows it; its label is the beginning of its table's name."""

from django.apps import AppConfig
from django.core.checks import register

from tipline.integrations.django_filing.checks import check_settings


class DjangoFilingConfig(AppConfig):
    """Registers the model and the checks of the settings."""

    name = "tipline.integrations.django_filing"
    label = "tipline_filing"
    verbose_name = "Tipline filing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let `manage.py check` look at the settings too."""
        register(check_settings)
