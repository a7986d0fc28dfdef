"""What the packaged window starts."""

import sys

from cxo_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
