"""Clusters drawn as SVG on the server: the same facts, the same drawing, and no value in it.

`gather` says what belongs into one shape, `layout` where it stands, `svg` writes it down; a
cluster that is too large for that is drawn by `summary`.
"""
