"""Referrals: composed, written, released, delivered, answered."""
