"""The frame around the pages: rail, keys, and what stands while the vault opens."""
