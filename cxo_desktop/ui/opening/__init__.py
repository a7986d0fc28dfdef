"""Before the vault is open: first start, unlocking, the recovery key, and why it cannot be opened."""
