"""The way from a case to its referrals: where it belongs, what goes to whom, and the release."""
