"""What use cases need of referrals: rows and looks, ways to deliver, links to answer by."""
