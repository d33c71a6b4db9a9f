"""Timings as ratios: `make bench`."""
