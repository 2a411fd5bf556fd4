"""The pages of the public door, one module for each part of the way."""
