"""Losses: small functions, or modules that own their targets."""
