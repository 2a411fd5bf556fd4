"""The partner door: where an agency answers a referral by its signed link, without an account.

It shows nothing of what a report says: a link can be forwarded. It has no key that opens anything.
"""
