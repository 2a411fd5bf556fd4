"""How a report's facts are laid out on a page: every fact that was stated, and no other."""
