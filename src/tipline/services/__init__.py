"""Use cases, one verb and noun a file: what Tipline can do, with doors and stores left out."""
