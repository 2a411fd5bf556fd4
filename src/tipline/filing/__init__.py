"""Filing: the client and the durable outbox with which an online service files its reports.

Light on purpose: no web framework and nothing of the hotline side is imported here.
"""
