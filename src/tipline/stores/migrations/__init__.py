"""Migrations of the store's schema; each runs on SQLite and on PostgreSQL."""
