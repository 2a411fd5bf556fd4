"""The questions of the form as data: what is asked, in which words, and where the answer goes."""
