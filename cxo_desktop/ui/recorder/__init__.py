"""The recorder: where a walk is taken down while it happens."""
