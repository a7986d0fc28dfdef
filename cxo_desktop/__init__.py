"""The recorder for accompanied walks through public services."""
