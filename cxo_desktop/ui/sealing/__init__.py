"""Finish and seal: what is still missing, the four questions, the reason codes, and the seal itself."""
