"""Retention: how long what is kept, what may go now, and the log of what was erased."""
