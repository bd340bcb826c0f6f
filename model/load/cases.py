"""A file of worked cases: a catalogue, questions to `solve`, and what is expected of each."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from model.answer import Verdict
from model.case import LOOKS, Expected, Form, Value
from model.catalogue import Catalogue
from model.errors import BadFile, BadRequest, Place, Problem
from model.load import values
from model.load.layers import Layer
from model.load.nodes import Mapping, Node, Scalar, Sequence, parse
from model.load.problems import Problems
from model.load.sections import DRAFT_KEYS
from model.load.sections import KEYS as CATALOGUE_KEYS
from model.load.subscriber import load_subscriber, subscriber_of
from model.load.texts import CATALOGUE_BYTES_MOST, decode, read_bytes
from model.request import Subscriber

KEYS = ("catalogue", "cases", "title", "note")
CASE_KEYS = ("name", "args", "subscriber", "exit", "stderr", "expect", "only", "note")
EXPECT_KEYS = (*LOOKS, "instead")
OUTSIDE = ("--catalogue", "--draft", "--json", "--lang", "--help")
VERDICTS: tuple[str, ...] = get_args(Verdict)
RESOLVES = ("auto", "consent", "first")


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Shape: `status` and `expected` are None where nothing is expected of them; `only`: there are no further answers.
    """

    name: str
    place: Place
    args: tuple[str, ...]
    subscriber: Mapping | Path | None
    status: int | None
    stderr: tuple[str, ...]
    expected: tuple[Expected, ...] | None
    only: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of a file. Shape: `catalogue` is that which stands in the file, or where it is; None where it names none."""

    path: Path
    catalogue: Layer | Path | None
    cases: tuple[Case, ...]


def read_cases(path: Path) -> CaseFile:
    """The cases of a file. Errors: BadFile with all its problems; BadRequest if it can't be read."""
    if path.is_dir():
        raise BadFile([Problem(Place(str(path)), "用例文件是一个文件夹", "写出一个 YAML 文件")])
    if not path.exists():
        raise BadRequest(f"没有文件 `{path}`", "写出用例文件的路径")
    data = read_bytes(path, CATALOGUE_BYTES_MOST)
    problems = Problems()
    text = decode(str(path), data, CATALOGUE_BYTES_MOST, problems)
    root = None if text is None else parse(str(path), text, problems)
    found = CaseFile(path, None, ()) if root is None else _CaseReader(path, data, problems).read(root)
    problems.stop()
    return found


def case_subscriber(case: Case, catalogue: Catalogue) -> Subscriber:
    """The subscriber of a case that has one. Errors: BadFile; BadRequest if there is no such file."""
    assert case.subscriber is not None, "asked of a case with a subscriber"
    if isinstance(case.subscriber, Path):
        return load_subscriber(case.subscriber, catalogue)
    return subscriber_of(case.subscriber, catalogue)


class _CaseReader:
    """Reads one file."""

    def __init__(self, path: Path, data: bytes, problems: Problems) -> None:
        self.path, self.data, self.problems = path, data, problems

    def read(self, root: Mapping) -> CaseFile:
        """The file, as far as it is right."""
        fields = values.mapping(root, self.problems, KEYS, required=("cases",), what="用例文件") or {}
        catalogue = self._catalogue(fields["catalogue"]) if "catalogue" in fields else None
        nodes = values.nodes_of(fields["cases"]) if "cases" in fields else []
        if "cases" in fields and not [one for one in nodes if not (isinstance(one, Scalar) and one.absent)]:
            self.problems.error(fields["cases"], "没有用例", "写出至少一条 `{name: …, args: […], expect: […]}`")
            nodes = []
        cases = [self._case(node) for node in nodes]
        return CaseFile(self.path, catalogue, tuple(case for case in cases if case is not None))

    def _catalogue(self, node: Node) -> Layer | Path | None:
        """The catalogue that is written in the file, or the path of one, from the file's folder on."""
        if isinstance(node, Mapping):
            values.unknown_keys(node, self.problems, (*CATALOGUE_KEYS, *DRAFT_KEYS))
            return Layer((node,), True, (self.data,))
        if isinstance(node, Sequence):
            self.problems.error(node, "`catalogue` 是列表", "写目录文件的路径，或把目录写在这里")
            return None
        return self._file(node, "目录文件或文件夹")

    def _file(self, node: Node, what: str) -> Path | None:
        text = values.text(node, self.problems)
        if text is None:
            return None
        found = self.path.parent / text
        if not found.exists():
            self.problems.error(node, f"没有文件 `{text}`", f"写出{what}的路径，从 `{self.path.parent}` 起")
            return None
        return found

    def _case(self, node: Node) -> Case | None:
        before = len(self.problems.errors)
        fields = values.mapping(node, self.problems, CASE_KEYS, required=("name", "args"), what="用例")
        if fields is None:
            return None
        name = values.text(fields["name"], self.problems) if "name" in fields else None
        args = self._args(fields["args"]) if "args" in fields else ()
        subscriber = self._subscriber(fields["subscriber"], args) if "subscriber" in fields else None
        status = values.count(fields["exit"], self.problems) if "exit" in fields else None
        stderr = self._fragments(fields["stderr"]) if "stderr" in fields else ()
        expected = tuple(map(self._answer, values.nodes_of(fields["expect"]))) if "expect" in fields else None
        only = "only" in fields and values.boolean(fields["only"], self.problems) is True
        if not {"exit", "stderr", "expect"} & fields.keys() and len(self.problems.errors) == before:
            self.problems.error(node, f"用例 `{name}` 什么也不核对", "写出 `expect`、`exit` 或 `stderr`")
        if only and expected is None:
            self.problems.error(fields["only"], "有 `only` 而没有 `expect`", "写出 `expect`，或删去 `only`")
        if name is None or len(self.problems.errors) > before:
            return None
        return Case(name, node.place, args, subscriber, status, stderr, expected, only)

    def _args(self, node: Node) -> tuple[str, ...]:
        found = []
        for one in values.nodes_of(node):
            if not isinstance(one, Scalar):
                self.problems.error(one, f"{values.show(one)} 不是参数", "写成 `args: [--from, 甲, --to, 乙]`")
                continue
            outside = next((option for option in OUTSIDE if one.text == option or one.text.startswith(f"{option}=")), None)
            if outside is not None:
                self.problems.error(
                    one, f"`{outside}` 不写在用例里", "目录写在 `catalogue` 下，其余写在 `taocan test` 的命令行上"
                )
            found.append(one.text)
        return tuple(found)

    def _subscriber(self, node: Node, args: tuple[str, ...]) -> Mapping | Path | None:
        if any(one == "--subscriber" or one.startswith("--subscriber=") for one in args):
            self.problems.error(node, "既有 `subscriber`，`args` 里又有 `--subscriber`", "只留一处")
        return node if isinstance(node, Mapping) else self._file(node, "客户文件")

    def _fragments(self, node: Node) -> tuple[str, ...]:
        return values.several(node, self.problems, values.text)

    def _answer(self, node: Node) -> Expected:
        """What is expected of an answer to the question itself, which is about a plan or about none."""
        expected = self._expected(node)
        return replace(expected, wants={"to": None, **expected.wants})

    def _expected(self, node: Node) -> Expected:
        fields = values.mapping(node, self.problems, EXPECT_KEYS) or {}
        wants = {key: self._value(LOOKS[key][0], one) for key, one in fields.items() if key != "instead"}
        instead = None
        if "instead" in fields:
            instead = tuple(map(self._expected, values.nodes_of(fields["instead"])))
        return Expected(node.place, wants, instead)

    def _value(self, form: Form, node: Node) -> Value:
        """A value of one form, in the shape in which it is compared."""
        problems = self.problems
        absent = isinstance(node, Scalar) and node.absent
        match form:
            case "text":
                return None if absent else values.text(node, problems)
            case "verdict":
                return values.choice(node, problems, VERDICTS)
            case "flag":
                return values.boolean(node, problems)
            case "count":
                return values.count(node, problems)
            case "day":
                day = None if absent else values.day(node, problems)
                return None if day is None else day.isoformat()
            case "set":
                return tuple(sorted(set(self._fragments(node))))
            case "fragments":
                return self._fragments(node)
            case "list":
                return tuple(got for one in values.nodes_of(node) if (got := values.text(one, problems)) is not None)
            case "losses":
                return self._losses(node)
            case "sets of losses":
                pairs = self._pairs(node, "写成 `{产品: [规则或渠道]}`")
                return {item: tuple(sorted(set(self._fragments(value)))) for item, value in pairs.items()}
            case "ties":
                return tuple(sorted(tuple(sorted(set(self._fragments(one)))) for one in values.nodes_of(node)))

    def _losses(self, node: Node) -> Value:
        if not isinstance(node, Mapping):
            return tuple(sorted(set(self._fragments(node))))
        chosen = {item: values.choice(value, self.problems, RESOLVES) for item, (_, value) in node.pairs.items()}
        return {item: how or "" for item, how in chosen.items()}

    def _pairs(self, node: Node, right: str) -> Map[str, Node]:
        if not isinstance(node, Mapping):
            self.problems.error(node, f"{values.show(node)} 不是映射", right)
            return {}
        return {key: value for key, (_, value) in node.pairs.items()}
