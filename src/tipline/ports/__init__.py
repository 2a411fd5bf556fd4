"""Ports: the small protocols through which services reach stores, gateways, the clock and keys.

Contracts only: no logic, no settings and no technology lives here.
"""
