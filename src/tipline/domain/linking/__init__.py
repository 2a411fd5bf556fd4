"""Linking: which reports belong together, by which identifiers, how strongly, and why.

What an identifier is and how much it says alone is in `domain/identifiers`. Whoever keeps the
links works on numbers and blind bytes; nothing here needs to read a fact.
"""
