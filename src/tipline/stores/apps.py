"""The store as a Django application, so that its migrations are found."""

from django.apps import AppConfig


class StoresConfig(AppConfig):
    """Registers the models under the short label that table names begin with."""

    name = "tipline.stores"
    label = "stores"
    default_auto_field = "django.db.models.BigAutoField"
