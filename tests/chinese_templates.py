"""The Chinese sentences that stand in code, as templates: `{}` for what is filled in, braces of the text doubled."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from cli.present.english import HAN

WRITTEN = ast.Constant | ast.JoinedStr | ast.BinOp


def templates(path: Path) -> Iterator[tuple[int, str]]:
    """Each with its line; docstrings are none."""
    yield from _below(ast.parse(path.read_text(encoding="utf-8")))


def _below(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    inner: list[ast.AST] = list(ast.iter_child_nodes(node))
    if isinstance(node, WRITTEN) and (text := template(node)) != "{}":
        if HAN.search(text):
            yield node.lineno, text
        inner = holes(node)
    for one in inner:
        yield from _below(one)


def template(node: ast.expr) -> str:
    """The template of an expression, `{}` if it is no text."""
    match node:
        case ast.Constant(value=str(text)):
            return text.replace("{", "{{").replace("}", "}}")
        case ast.JoinedStr(values=values):
            return "".join(map(template, values))
        case ast.BinOp(left=left, op=ast.Add(), right=right) if template(left) != "{}" or template(right) != "{}":
            return template(left) + template(right)
    return "{}"


def holes(node: ast.expr) -> list[ast.AST]:
    """What is filled into a template."""
    match node:
        case ast.Constant():
            return []
        case ast.JoinedStr(values=values):
            return [one.value for one in values if isinstance(one, ast.FormattedValue)]
        case ast.BinOp(left=left, op=ast.Add(), right=right) if template(node) != "{}":
            return [*holes(left), *holes(right)]
    return [node]
