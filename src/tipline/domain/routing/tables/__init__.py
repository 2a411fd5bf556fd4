"""Tables that the findings ask: area codes, and domains that tell no country."""
