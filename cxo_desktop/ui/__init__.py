"""The window: one package per screen, named by the glossary."""
