"""The public door's part of the store: drafts, ways back, and contact that was left."""
