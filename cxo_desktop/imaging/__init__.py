"""Photographs in: checked, oriented, stripped of metadata, scaled."""
