"""x"""


def warm_up() -> None:
    pass


def rendered(*a):
    pass
