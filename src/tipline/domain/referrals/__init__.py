"""Referrals: what a package says, to whom it goes, and the life of its delivery."""
