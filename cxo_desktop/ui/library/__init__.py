"""The library: every walkthrough of the vault, found by word, state, role, channel and day."""
