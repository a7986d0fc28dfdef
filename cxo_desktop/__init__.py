"""The recorder for accompanied walks through public services."""

__version__ = "0.1.0"
