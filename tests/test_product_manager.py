"""The product manager's chapter of the READMEs, walked command by command."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = (
    ("README.md", "给产品经理：新套餐上线之前", "捆绑到期前不能办理", "去掉 `来电显示费`", "2027-03-01"),
    ("README.en.md", "For product managers: before a plan is launched", "S10", "来电显示费", "2027-03-01"),
)


def commands(page: str, title: str) -> list[list[str]]:
    """The commands of a chapter, without `uv run taocan`."""
    text = (ROOT / page).read_text(encoding="utf-8")
    chapter = re.search(rf"^## {re.escape(title)}\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    assert chapter, title
    found = [shlex.split(line) for line in re.findall(r"^\$ uv run (.+)$", chapter[1], re.MULTILINE)]
    return [words[1:] if words[0] == "taocan" else words for words in found]


@pytest.mark.parametrize(("page", "title", "said", "repair", "day"), CHAPTERS)
def test_five_commands_show_clash_reason_subscribers_and_repair(
    page: str, title: str, said: str, repair: str, day: str, tmp_path: Path
) -> None:
    walked = commands(page, title)
    assert len(walked) == 5
    outputs = []
    for words in walked:
        target = tmp_path / "page.html"
        if "--html" in words:
            words[words.index("--html") + 1] = str(target)
        command = [sys.executable, "-c", "from cli.main import main; main()", *words]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"})
        assert result.returncode in (0, 1), result.stderr
        outputs.append(result.stdout)
    clash, touched, repaired, one, _ = outputs
    assert "`全球通畅聊套餐`" in clash and "`来电管家`" in clash and "`S10`" in clash and "§10" in clash
    assert "13800000003" in touched and day in touched and "13800000003" not in clash
    assert repair in repaired and repair not in clash
    assert said in one and day in one
    page_text = target.read_text(encoding="utf-8")
    assert "S10" in page_text and ("可以怎样改" in page_text or "What would cure it" in page_text)
