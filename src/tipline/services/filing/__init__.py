"""What online services do with their own data before they file it."""
