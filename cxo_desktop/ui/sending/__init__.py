"""Sending by itself: when the loop runs, how it stands, and the words for it."""
