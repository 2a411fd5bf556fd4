"""Stores: the one relational store behind the store ports, on SQLite and on PostgreSQL.

Tables, migrations and queries live here. Rules do not, and nothing here reaches another system.
"""
