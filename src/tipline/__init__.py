"""Tipline: the reporting system behind a child-protection hotline."""
