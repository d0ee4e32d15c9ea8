"""``python -m kgbuild``, and what the command ``kgbuild`` runs."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command; an interrupt while it is still being loaded ends it like a later one."""
    try:
        from kgbuild import cli
    except KeyboardInterrupt:
        sys.stderr.write("kgbuild: interrupted\n")
        sys.exit(130)
    cli.main()


if __name__ == "__main__":
    main()
