"""`python -m crawler` is `rowback`."""

from .cli import main

if __name__ == "__main__":
    main()
