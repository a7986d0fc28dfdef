"""The report as it will be printed, shown from memory."""
