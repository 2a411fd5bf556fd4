"""The public report while it is being made: the draft, the receipt, and how both become facts."""
