"""Looks at all reports: the listing of the commands, and the ledger of imports."""
