"""Commands about one hotline: its processes, people, keys, log and copies."""
