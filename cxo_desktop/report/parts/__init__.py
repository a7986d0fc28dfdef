"""The parts of the report, one file each, in the order in which they are read."""
