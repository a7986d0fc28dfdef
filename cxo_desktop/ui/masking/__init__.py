"""Masking: one photo large, the others in a strip, and what may leave marked on each."""
