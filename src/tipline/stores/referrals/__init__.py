"""Referrals in the store: how they change, what of them must leave, how they are looked at."""
