"""Rows as curators write them: with their document, in the canonical form, or not at all."""
