"""Writes what the documents take from the program: `uv run python docs/generate.py`.

These are docs/rule-kinds and docs/findings, from the manual pages of the rule kinds and the finders themselves, and the
sessions in the two READMEs: a console block whose command is followed by output is run anew.

With `--check` nothing is written; the exit status is 1 if a page is not up to date.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solver.findings.base import Finder
    from solver.findings.manual import Manual

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "rule-kinds"
FINDINGS = ROOT / "docs" / "findings"
READMES = (ROOT / "README.md", ROOT / "README.en.md")
GENERATED = "由 `docs/generate.py` 从{source}生成，请勿手改。"
SESSION = re.compile(r"^```console\n\$ uv run (solve .+)\n(?!\$|```)(?:.*\n)*?```$", re.MULTILINE)
LABEL = re.compile(r"^(What it says|Why it exists|In the file|Example|Grounds to|Message): ", re.MULTILINE)
TYPES: Mapping[str, str] = {
    "items": "选择器，选产品 / a selector of items",
    "holdings": "选择器，可问 `bound`、`origin` / a selector, of holdings too",
    "facts": "客户资料条件 / tests on facts",
    "act": "`change`、`cancel`、`add`",
    "when": "`held`、`taken`",
    "channels": "渠道，一个或多个 / channels",
    "span": "`month-end` 或 `{months: N}`",
    "period": "`day`、`month`、`year` 或 `{months: N}`",
    "after": "`{act, of}`",
    "count": "不小于 0 的整数 / a whole number",
    "bool": "`true`、`false`",
    "text": "文字 / text",
    "through": "`month-end`、`always`",
    "start_day": "`next-month`",
}


def pages() -> dict[str, str]:
    """Every page by file name, an index among them."""
    from model.rules.kinds import KINDS

    found = {f"{name}.md": _page(kind) for name, kind in KINDS.items()}
    lines = [f"| [`{name}`]({name}.md) | {_head(kind)[1]} | {_head(kind)[2]} |" for name, kind in KINDS.items()]
    head = (
        f"# 规则种类 / Rule kinds\n\n{GENERATED.format(source='代码')}“notes §N”指《10086注意事项》的编号。\n\n"
        "| 种类 | 中文 | 说什么 |\n| --- | --- | --- |\n"
    )
    found["README.md"] = head + "\n".join(lines) + "\n"
    return found


def _head(kind: type) -> tuple[str, str, str]:
    """A kind's name, its Chinese name and its one-line meaning."""
    first = (getdoc(kind) or "").splitlines()[0]
    matched = re.match(r"`(\w+)` \((.+?)\): (.+)$", first)
    assert matched, f"{kind.__name__}: the docstring begins with `name` (中文): meaning"
    name, chinese, meaning = matched.groups()
    return name, chinese, meaning


def _page(kind: type) -> str:
    name, chinese, meaning = _head(kind)
    body = "\n".join((getdoc(kind) or "").splitlines()[1:]).strip()
    parts = LABEL.split(body)
    sections = [
        f"## {label}\n\n{_sentence(' '.join(text.split()))}\n" for label, text in zip(parts[1::2], parts[2::2], strict=True)
    ]
    source = GENERATED.format(source=f" `{kind.__module__}` ")
    title = f"# `{name}`（{chinese}）\n\n{source}\n\n{_sentence(meaning)}\n"
    return "\n".join((title, *sections, _keys(kind)))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def _keys(kind: type) -> str:
    form = kind.FORM  # type: ignore[attr-defined]
    rows = [
        f"| `{key}` | {TYPES[one.type]} | {'必写' if one.required else ''} | {'`?x`' if one.joins else ''} |"
        for key, one in form.keys.items()
    ]
    notes = []
    if form.pair:
        notes.append("写成两项的列表，依次是 " + "、".join(f"`{key}`" for key in form.pair) + "。")
    notes += ["必写其中恰好一个：" + "、".join(f"`{key}`" for key in keys) + "。" for keys in form.one_of]
    notes += ["至少写其中一个：" + "、".join(f"`{key}`" for key in keys) + "。" for keys in form.some_of]
    if form.guards:
        notes.append("可带条件 `holding`、`facts`，写在同一个映射里。")
    resolves = {
        "standing": "可写 `resolve: auto / consent / first`，默认 `consent`。",
        "guarded": "有 `holding` 时可写 `resolve: first`。",
    }
    if form.resolves in resolves:
        notes.append(resolves[form.resolves])
    if not form.at:
        notes.append("不可写 `at`。")
    table = "## Keys\n\n| 键 | 值 | | 连接 |\n| --- | --- | --- | --- |\n" + "\n".join(rows) + "\n"
    return table + ("\n" + "\n".join(f"- {note}" for note in notes) + "\n" if notes else "")


def finding_pages() -> dict[str, str]:
    """Every page of a finding by file name, an index among them."""
    from solver.findings.finders import FINDERS
    from solver.findings.manual import manual

    levels = {"error": "错误", "warning": "警告", "note": "提示"}
    found, rows = {}, []
    for code, finder in FINDERS.items():
        page, level = manual(finder), f"{levels[finder.LEVEL]} / {finder.LEVEL}"
        found[f"{code}.md"] = _finding_page(code, finder, page, level)
        rows.append(f"| [{code}]({code}.md) | `{page.name}` | {page.chinese} | {level} | {_sentence(page.sentence)} |")
    head = (
        f"# 检查项 / Findings\n\n{GENERATED.format(source='代码')}怎样检查、怎样看报告，见 [check.md](../check.md)。\n\n"
        "| 编号 | 名称 | 中文 | 级别 | 说什么 |\n| --- | --- | --- | --- | --- |\n"
    )
    found["README.md"] = head + "\n".join(rows) + "\n"
    return found


def _finding_page(code: str, finder: Finder, page: Manual, level: str) -> str:
    says = "\n".join(f"- {text}" for text in _findings_of(finder, page.fires))
    sections = {
        "Definition": _sentence(page.definition),
        "Why it matters": _sentence(page.why),
        "Fires": f"```yaml\n{page.fires}```\n\n{says}",
        "Does not fire": f"```yaml\n{page.silent}```",
    }
    source = GENERATED.format(source=f" `{type(finder).__module__}` ")
    title = f"# {code} `{page.name}`（{page.chinese}）\n\n{source}\n\n级别 / level：{level}\n"
    return "\n".join((title, *(f"## {label}\n\n{text}\n" for label, text in sections.items())))


def _findings_of(finder: Finder, text: str) -> list[str]:
    """What a finder finds in a catalogue, in both languages."""
    from model.load.catalogue import parse_catalogue
    from solver.checks.check import check

    report = check(parse_catalogue({"catalogue.yaml": text.encode()}), finders={finder.CODE: finder})
    return [f"{finder.words(one, 'zh')} / {finder.words(one, 'en')}" for one in report.found]


def readmes() -> dict[Path, str]:
    """The READMEs with their sessions run anew."""
    return {path: SESSION.sub(_session, path.read_text(encoding="utf-8")) for path in READMES}


def _session(found: re.Match[str]) -> str:
    script = "import sys; from cli.main import solve_command; solve_command()"
    environment = {name: value for name, value in os.environ.items() if name not in ("TAOCAN_LANG", "COLUMNS")}
    done = subprocess.run(
        [sys.executable, "-c", script, *shlex.split(found[1])[1:]],
        cwd=ROOT, env={**environment, "PYTHONUTF8": "1"}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return f"```console\n$ uv run {found[1]}\n{done.stdout.rstrip()}\n```"


def main(arguments: list[str]) -> int:
    """Writes the pages, or with `--check` only compares. Gives the exit status."""
    wanted = {FOLDER / name: text for name, text in pages().items()}
    wanted |= {FINDINGS / name: text for name, text in finding_pages().items()}
    wanted |= readmes()
    written = (*FOLDER.glob("*.md"), *FINDINGS.glob("*.md"), *READMES)
    held = {path: path.read_text(encoding="utf-8") for path in written}
    stale = sorted(path for path in wanted.keys() | held.keys() if wanted.get(path) != held.get(path))
    if "--check" in arguments:
        print(*(f"{path.relative_to(ROOT)} is not up to date" for path in stale), sep="\n", file=sys.stderr)
        return 1 if stale else 0
    for folder in (FOLDER, FINDINGS):
        folder.mkdir(parents=True, exist_ok=True)
    for path in stale:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
