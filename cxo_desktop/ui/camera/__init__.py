"""Pictures from a camera: the laptop's own, live, and one whose card is read."""
