"""Jurisdiction: from facts to places with grounds and reasons, and on to agencies."""
