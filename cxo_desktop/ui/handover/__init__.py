"""Photos from a phone, seen from the recorder: the code to scan and what has come of it."""
