"""The lock: what it shows, what makes it close, and what the clipboard forgets."""
