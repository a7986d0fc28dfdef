"""What the office keeps: rows in SQLite or PostgreSQL, files in a folder or in S3."""
