"""The desk's pages of cases: which there are, and one with its reports, its owner and its end."""
