"""What the office answers over HTTP."""
