"""The audit log's mathematics: entries, the tree over them, checkpoints, proofs; no keys."""
