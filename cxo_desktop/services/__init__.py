"""What people do with the program, one activity per file. No Qt."""
