"""From TOML to the rules of a mapping; what is wrong with it is found before any case."""
