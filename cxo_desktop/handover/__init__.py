"""Photos from a phone beside the laptop: one page, one sealed conversation, no internet and nothing to install."""
