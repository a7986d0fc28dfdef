"""The window: one package per screen, named by the glossary."""

from cxo_desktop.ui import lasting_none as lasting_none
