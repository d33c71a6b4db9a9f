"""Read public trial registries, compare their records with the tables, and find studies that are missing.

Nothing is imported here: the parts need the extra `refresh`, and loading a table must not.
"""
