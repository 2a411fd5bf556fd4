"""The processes behind `tipline serve`: one that watches, one that writes, one that serves."""
