"""Findings, noted in one line while the walk goes on."""
