"""Use cases of the desk: who comes in, and what is done with reports."""
