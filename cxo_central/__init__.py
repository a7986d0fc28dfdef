"""The central office: receives sealed bundles and answers with receipts."""
