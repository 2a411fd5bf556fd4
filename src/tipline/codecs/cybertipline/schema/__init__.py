"""The CyberTipline document as data: its grammar, its simple values, and the schema made of them."""
