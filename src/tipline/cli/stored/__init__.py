"""Commands about the reports a hotline has: list them, look into one, import many."""
