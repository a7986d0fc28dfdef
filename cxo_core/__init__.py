"""What laptop and office both mean: events, the record folded from them, clocks, bundles. No Qt, no ORM, no network."""
