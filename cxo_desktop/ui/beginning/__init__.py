"""A new walkthrough: what has to be known before the first tap."""
