"""The commands that look at an archive: one module each, mounted lazily by the root group. They fetch nothing."""
