"""工作台: what goes on today and the one big button."""
