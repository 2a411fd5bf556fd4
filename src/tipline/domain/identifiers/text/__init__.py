"""How texts are made comparable, whatever kind of identifier they are."""
