"""The one place from which the laptop speaks to a network."""
