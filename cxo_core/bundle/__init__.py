"""The sealed file of one finished walkthrough revision: made, read and verified. docs/bundle-format/v1.md is normative."""
