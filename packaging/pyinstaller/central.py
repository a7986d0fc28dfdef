"""What the packaged `cxo-central` command starts."""

import sys

from cxo_central.cli import main

if __name__ == "__main__":
    sys.exit(main())
