"""What must leave: taken before the act, settled after it."""
