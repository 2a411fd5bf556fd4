"""A Django application: reports that are written in the platform's own transaction, then filed.

`file_report` is in `tipline.integrations.django_filing.filing`; docs/platforms.md begins there.
"""
