"""`python -m crawler` is `rowback`."""

if __name__ == "__main__":  # reader processes import this module, too, and need nothing of it
    from .cli import main

    main()
