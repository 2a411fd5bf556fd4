"""The durable outbox: what waits to be filed, and what was, in one SQLite file."""
