"""Cases: opening them, what goes in and out, whose they are, and looking at one."""
