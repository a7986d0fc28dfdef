"""Enrolling with a central office: what the laptop is about to trust, and the officer's yes to it."""
