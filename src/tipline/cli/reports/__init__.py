"""Commands about reports in files: light, without a hotline."""
