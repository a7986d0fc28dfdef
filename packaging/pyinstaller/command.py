"""What the packaged `cxo` command starts."""

import sys

from cxo_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
