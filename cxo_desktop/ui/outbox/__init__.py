"""The outbox: sealed bundles that still have to reach the office."""
