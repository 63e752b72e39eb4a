"""Take-down: what is withheld is hidden and kept, what is erased is gone and says so."""
