"""How the table of pending reports came about."""
