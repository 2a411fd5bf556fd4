"""Use cases of the operator's commands: list reports, look into one, import many."""
