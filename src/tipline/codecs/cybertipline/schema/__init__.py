"""The CyberTipline document as data: its grammar, its simple values, the schema made of them."""
