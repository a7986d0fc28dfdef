"""The window: one package per screen, named by the glossary."""

from cxo_desktop.ui import lasting_constants as lasting_constants
