"""`python -m govgrammar` is the command `govgrammar`."""

from govgrammar.cli.main import run

if __name__ == "__main__":
    run()
