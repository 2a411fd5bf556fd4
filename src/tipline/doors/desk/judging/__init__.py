"""Deciding about links at the desk: on a report's page, about merges that wait, the stop list.

Whoever reads reports decides about one report's links. What changes many reports at once, letting
a merge happen that waits or changing the stop list, takes a supervisor (DESIGN, section 2).
"""
