"""Translators between the report and the world's formats: pure functions, bytes in, values out."""
