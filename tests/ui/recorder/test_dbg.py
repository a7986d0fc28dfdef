import sys
def test_x(at_recorder, qtbot):
    at=at_recorder().begin("hand_in")
    def count(label, f, n=50):
        a=sys.getrefcount(None)
        for _ in range(n): f()
        print(label, sys.getrefcount(None)-a)
    from PySide6.QtWidgets import QApplication
    count("repaint", lambda: at.page.repaint(), 20)
    m=at.page.parts.timeline.model
    count("model", lambda: [m.data(m.index(i), r) for i in range(m.rowCount()) for r in range(20)])
    count("view", lambda: at.page.parts.timeline.view.viewport().repaint(), 50)
    count("photo", lambda: at.page.parts.photos.view.viewport().repaint(), 50)
    count("keys", lambda: at.page.parts.keys.repaint())
    count("step", lambda: at.page.parts.step.viewport().repaint())
    count("rail", lambda: at.page.parts.rail.viewport().repaint())
    count("resize", lambda: (at.page.resize(1281,720), at.page.resize(1280,720), QApplication.processEvents()))
    count("tick", lambda: at.page.parts.clocks.tick())
    count("F1", lambda: (at.key("Alt+1")), 6)
    count("look", lambda: (at.page.live.look_again(), at.settle()), 20)
    count("proc", lambda: QApplication.processEvents(), 100)
    count("focus", lambda: at.key("Tab"), 20)
    count("type", lambda: (at.key("Ctrl+E"), at.type("abc")), 20)
