"""Gateways: the ways out (reporting API, mail, referral drop) and the system clock and key files.

Each implements a port. What to send, and when, is decided in services.
"""
