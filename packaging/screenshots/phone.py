"""The recorder with a code for a phone: made on this machine's own loop, so it leads nowhere."""

from cxo_desktop.ui.handover.addresses import Address
from cxo_desktop.ui.handover.panel import HandoverPanel
from cxo_desktop.ui.recorder.page import RecorderPage
from cxo_desktop.ui.shell.window import MainWindow
from cxo_desktop.ui.widgets.line_field import LineField

HERE = (Address("127.0.0.1", "wlan0", "wlan0 · 192.168.137.1"),)


def show_code(window: MainWindow) -> None:
    """Opens the phone's panel and shows its code."""
    [page] = (each for each in window.findChildren(RecorderPage) if each.isVisible())
    page.ways.use(addresses=lambda: HERE)
    page.ways.phone()
    [panel] = page.findChildren(HandoverPanel)
    [network] = panel.findChildren(LineField, "handoverNetwork")
    network.setText("TIYAN-01")
    panel.start()
