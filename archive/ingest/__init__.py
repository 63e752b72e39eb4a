"""One door: an exchange goes in, a settled article comes out."""
