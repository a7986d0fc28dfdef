"""Backups of an office: one encrypted file with every row, every stored file and the keys, and the way back."""
