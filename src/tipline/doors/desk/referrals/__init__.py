"""The desk's pages of referrals: where a case belongs, what goes to whom, and what came of it."""
