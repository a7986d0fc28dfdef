"""Settings: how the window looks and speaks on this machine, and the keys of the vault."""
