"""The desk and whoever sent a public report: asking them, and reaching them."""
