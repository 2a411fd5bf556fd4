"""Doors: the ways in. Three apart, which never import each other: provider, public and desk."""
