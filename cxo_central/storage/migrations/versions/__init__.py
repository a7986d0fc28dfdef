"""The steps of the office's schema, oldest first."""
