"""The command `manage.py tipline_filing`."""
