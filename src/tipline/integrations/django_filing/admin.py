"""Pending reports in Django's admin: to look at only, and nothing of what they say."""

from typing import TYPE_CHECKING, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from tipline.integrations.django_filing.models import PendingReport

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[PendingReport]
else:
    _Admin = admin.ModelAdmin

_COLUMNS: Final = ("key", "state", "item", "report_id", "created", "changed")
_SHOWN: Final = (*_COLUMNS, "follows", "problems")


@admin.register(PendingReport)
class PendingReportAdmin(_Admin):
    """States, numbers and problems; who may look is Django's own permission."""

    list_display = _COLUMNS
    list_filter = ("state",)
    search_fields = ("key", "report_id")
    fields = _SHOWN
    readonly_fields = _SHOWN
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PendingReport]:
        """Leave what reports say in the database."""
        return super().get_queryset(request).defer("document")

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's own form
        """Nobody writes one here."""
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's own form
        obj: PendingReport | None = None,  # noqa: ARG002 - the same
    ) -> bool:
        """Nobody changes one here."""
        return False

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002 - Django's own form
        obj: PendingReport | None = None,  # noqa: ARG002 - the same
    ) -> bool:
        """Nobody deletes one here: a report would be lost."""
        return False
