"""The desk's pages of clusters: which there are, what holds one together, and splitting it."""
