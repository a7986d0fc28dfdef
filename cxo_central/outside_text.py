"""Texts that came from outside, in a form that every database keeps and every answer can carry."""

from collections.abc import Mapping

from cxo_core.problems import Problem

MAX_DETAIL = 500


def clean(text: str, most: int) -> str:
    """Without the character 0, which PostgreSQL does not keep, and without half surrogate pairs, which UTF-8 cannot say."""
    return text[:most].replace("\0", "�").encode("utf-8", "replace").decode()


def told(problem: Problem) -> Mapping[str, str]:
    """The details of a Problem as texts."""
    return {name: clean(str(value), MAX_DETAIL) for name, value in problem.details.items()}
