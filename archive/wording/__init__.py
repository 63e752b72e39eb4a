"""How changes, times and numbers are said, once for terminal and browser. Pure."""
