"""What each packaged program starts: its own file name says which of the four it is."""

import sys
from pathlib import Path

if __name__ == "__main__":
    match Path(sys.executable).stem:
        case "cxo":
            from cxo_desktop.cli import main
        case "cxo-central":
            from cxo_central.cli import main
        case "cxo-decode":
            from cxo_desktop.imaging.decoder import main
        case _:
            from cxo_desktop.app import main
    sys.exit(main())
