"""The office's side of a stick: what laptops put there is taken in, and each finds its answer (docs/sync.md, section 4)."""
