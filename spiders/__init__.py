"""The outlets: one module each, data first."""
