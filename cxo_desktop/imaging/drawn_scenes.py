"""What one sees in a service hall, as flat drawings: sign, ticket, materials list, counter, call display, notice."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

from cxo_desktop.paths import resources

WIDTH, HEIGHT = 1344, 1008  # units of every drawing; the canvas scales them to pixels

_WALL, _INK, _RED, _BLUE, _WOOD, _PAPER = "#d9d4c7", "#25282c", "#a8231d", "#1f4e8c", "#8a6a4a", "#f7f5ee"


class Scene(StrEnum):
    HALL_SIGN = "hall-sign"
    TICKET = "ticket"
    MATERIALS_LIST = "materials-list"
    COUNTER = "counter"
    CALL_DISPLAY = "call-display"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Canvas:
    """Draws in units of a 1344 × 1008 sheet, whatever the size of the picture in pixels."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    scale: float

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        self.pen.rectangle([round(side * self.scale) for side in (left, top, right, bottom)], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        sides = (x - radius, y - radius, x + radius, y + radius)
        self.pen.ellipse([round(side * self.scale) for side in sides], fill=colour)

    def ring(self, x: float, y: float, radius: float, colour: str) -> None:
        sides = (x - radius, y - radius, x + radius, y + radius)
        self.pen.ellipse(
            [round(side * self.scale) for side in sides], outline=colour, width=round(7 * self.scale)
        )

    def line(self, x: float, y: float, length: float, colour: str = _INK, thickness: float = 2) -> None:
        self.box(x, y, x + length, y + thickness, colour)

    def text(
        self, x: float, y: float, size: float, words: str, colour: str = _INK, *, bold: bool = False
    ) -> None:
        self.pen.text(
            (x * self.scale, y * self.scale),
            words,
            fill=colour,
            font=_font(round(size * self.scale), bold=bold),
        )


def draw(scene: Scene, size: tuple[int, int], chance: Random) -> Image.Image:
    """An RGB picture of `size` pixels; equal for equal chances."""
    image = Image.new("RGB", size, _WALL)
    _DRAWINGS[scene](Canvas(image, ImageDraw.Draw(image), size[0] / WIDTH), chance)
    return image


@lru_cache(maxsize=64)
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    name = "NotoSansSC-Bold.ttf" if bold else "NotoSansSC-Regular.ttf"
    return ImageFont.truetype(str(resources() / "fonts" / name), max(size, 4))


def _ticket_number(chance: Random) -> str:
    return f"A{chance.randrange(1, 200):03d}"


def _hall_sign(canvas: Canvas, chance: Random) -> None:
    canvas.box(0, 780, WIDTH, HEIGHT, "#b9b3a6")
    canvas.box(110, 130, WIDTH - 110, 470, _RED)
    canvas.text(180, 190, 118, "市政务服务中心", "#fff6da", bold=True)
    canvas.text(186, 350, 56, "Government Service Center", "#fff6da")
    rows = (
        ("1F", "企业开办 · 市场准入 · 综合窗口"),
        ("2F", "不动产登记 · 工程建设项目审批"),
        ("3F", "社保 · 医保 · 公安出入境"),
    )
    for row, (floor, units) in enumerate(rows):
        top = 520 + 92 * row
        canvas.box(110, top, 1234, top + 78, _BLUE)
        canvas.text(140, top + 12, 42, floor, "white", bold=True)
        canvas.text(240, top + 14, 38, units, "white")
    for tile in range(14):
        canvas.line(chance.uniform(-40, 1300), 800 + 15 * tile, chance.uniform(80, 420), "#a29c8f", 1.5)


def _ticket(canvas: Canvas, chance: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, _WOOD)
    for _ in range(90):
        canvas.line(
            chance.uniform(-300, WIDTH), chance.uniform(0, HEIGHT), chance.uniform(200, 700), "#7d5f41", 1.2
        )
    canvas.box(412, 68, 952, 958, "#5f4932")
    canvas.box(400, 56, 940, 946, _PAPER)
    canvas.text(474, 96, 52, "市政务服务中心")
    canvas.line(440, 180, 460)
    canvas.text(520, 210, 130, _ticket_number(chance), bold=True)
    canvas.text(470, 400, 40, "业务类型：食品经营许可")
    canvas.text(470, 466, 40, f"前面等候：{chance.randrange(3, 40)} 人")
    canvas.text(470, 532, 40, f"取号时间：{chance.randrange(9, 17):02d}:{chance.randrange(60):02d}")
    canvas.line(440, 620, 460)
    canvas.text(470, 650, 32, "请在等候区留意叫号屏，")
    canvas.text(470, 698, 32, "过号请重新取号。")
    _barcode(canvas, chance, left=480, top=790, right=860, bottom=900)


def _barcode(canvas: Canvas, chance: Random, *, left: float, top: float, right: float, bottom: float) -> None:
    x = left
    while x < right:
        width = chance.choice((3, 3, 6, 9))
        canvas.box(x, top, x + width, bottom, _INK)
        x += width + chance.choice((3, 6, 6))


def _materials_list(canvas: Canvas, chance: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, "#6f7780")
    canvas.box(150, 30, 1214, 990, "#4f565d")
    canvas.box(140, 20, 1204, 980, _PAPER)
    canvas.text(330, 56, 56, "食品经营许可申请材料清单", bold=True)
    papers = (
        "食品经营许可申请书",
        "营业执照或其他主体资格证明",
        "经营场所和设备布局流程图",
        "主要设备设施清单",
        "保证食品安全的规章制度目录",
        "食品安全管理人员信息",
        "授权委托书及代理人身份证明",
    )
    for row, paper in enumerate(papers):
        top = 168 + 92 * row
        canvas.line(190, top - 8, 960, "#8b8b84")
        canvas.text(205, top + 10, 36, str(row + 1))
        canvas.text(270, top + 10, 36, paper)
        canvas.text(900, top + 10, 36, chance.choice(("原件 1 份", "复印件 1 份", "原件及复印件")))
    canvas.line(190, 804, 960, "#8b8b84")
    canvas.text(205, 830, 32, "以上材料一次提交；缺少的，窗口出具一次性告知书。")
    canvas.ring(1090, 890, 78, _RED)
    canvas.text(1026, 872, 25, "审批专用章", _RED)


def _counter(canvas: Canvas, chance: Random) -> None:
    canvas.box(0, 620, WIDTH, HEIGHT, _WOOD)
    canvas.box(0, 600, WIDTH, 640, "#e9e4d8")
    for window in range(3):
        left = 40 + 440 * window
        canvas.box(left, 150, left + 390, 600, "#b8cbd6")
        canvas.box(left, 60, left + 390, 150, _BLUE)
        canvas.text(left + 24, 76, 46, f"{window + 1} 号窗口", "white", bold=True)
        is_open = chance.random() < 0.6
        canvas.text(
            left + 236, 84, 36, "正在服务" if is_open else "暂停服务", "#9be08c" if is_open else "#f0b27a"
        )
        if is_open:
            canvas.disc(left + 195, 330, 62, "#5b5148")
            canvas.box(left + 105, 390, left + 285, 600, chance.choice(("#3b4a63", "#4b5b50", "#5a4a58")))
        canvas.box(left + 290, 500, left + 372, 600, "#2b2f33")
    canvas.box(560, 690, 840, 790, _PAPER)
    canvas.text(580, 710, 34, "请出示身份证件")


def _call_display(canvas: Canvas, chance: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, "#474b50")
    canvas.box(90, 90, WIDTH - 90, 830, "#14161a")
    canvas.text(420, 120, 64, "叫 号 信 息", "#ffb000", bold=True)
    for row in range(5):
        top = 240 + 112 * row
        canvas.text(170, top, 74, _ticket_number(chance), "#ff4a3d", bold=True)
        canvas.text(520, top, 66, f"请到 {chance.randrange(1, 13)} 号窗口", "#59e36b")
    canvas.text(420, 880, 44, "请保持安静，按号办理", "#d0d0d0")


def _notice(canvas: Canvas, chance: Random) -> None:
    canvas.box(180, 50, 1164, 970, "#8d8a80")
    canvas.box(170, 40, 1154, 960, _PAPER)
    canvas.text(470, 80, 66, "一次性告知书", _RED, bold=True)
    lines = (
        f"编号：{chance.randrange(1000, 9999)}",
        "您提交的申请材料不齐全，现一次告知如下：",
        "1. 经营场所布局流程图未标注面积；",
        "2. 食品安全管理人员信息缺少联系方式。",
        "请补正后再次提交，补正期间不计入办理时限。",
        "咨询窗口：综合受理 3 号窗",
    )
    for row, line in enumerate(lines):
        canvas.text(240, 230 + 96 * row, 40, line)
    canvas.ring(970, 820, 86, _RED)
    canvas.text(900, 800, 27, "受理专用章", _RED)


_DRAWINGS: dict[Scene, Callable[[Canvas, Random], None]] = {
    Scene.HALL_SIGN: _hall_sign,
    Scene.TICKET: _ticket,
    Scene.MATERIALS_LIST: _materials_list,
    Scene.COUNTER: _counter,
    Scene.CALL_DISPLAY: _call_display,
    Scene.NOTICE: _notice,
}
