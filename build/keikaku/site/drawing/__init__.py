"""Geometry of the pictures: sizes of texts, scales of values, labels that never overlap. No words, no templates."""
