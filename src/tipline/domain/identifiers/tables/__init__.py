"""What is known beforehand: services, mail providers, address ranges, placeholders. Data only."""
