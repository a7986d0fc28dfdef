"""People in the record: who, on what ground, in which photos; consent taken back; the papers about it."""
