"""The desk's part of the store: its shelves, its users and their sessions."""
