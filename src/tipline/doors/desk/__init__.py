"""The desk: where analysts with roles read reports, work on cases and refer them on.

Reports come in through the other two doors.
"""
