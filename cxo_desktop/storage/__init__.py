"""The vault: an encrypted database and encrypted evidence files in one folder."""
