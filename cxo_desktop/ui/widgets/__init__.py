"""Pieces several screens are made of."""
