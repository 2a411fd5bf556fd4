"""Use cases of people who report through the public form, and of their ways back."""
