"""How bytes become bundles with receipts: taken in, verified, answered for or kept in quarantine."""
