"""Voice notes: the microphone, what is spoken into it, and listening to it again."""
