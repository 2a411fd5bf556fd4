"""The one relational store: Django models and migrations, named SQL on the hot paths, its writer.

SQLite by default, PostgreSQL when it grows; every contract is tested on both.
"""
