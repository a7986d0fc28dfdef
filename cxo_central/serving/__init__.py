"""The office as a running server: its socket, its certificate, its processes."""
