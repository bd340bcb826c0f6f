"""The HTML report on the command line: where it goes, what it costs, and what can go wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from html_reader import Page
from report_samples import DAY


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    program = "from cli.main import main; main()"
    root = str(Path(__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r}); {program}", *arguments],
        cwd=cwd, capture_output=True, encoding="utf-8", timeout=100,
    )  # fmt: skip


def test_the_command_writes_the_report_beside_its_text(tmp_path):
    first = run("check", "--html", "报告.html", "--on", DAY.isoformat(), cwd=tmp_path)
    assert first.returncode in (0, 1) and "10086" in first.stdout and first.stderr == ""
    text = (tmp_path / "报告.html").read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["报告.html"] and "检查日 2026-11-25" in Page(text).text
    second = run("check", "--html", "-", "--on", DAY.isoformat(), cwd=tmp_path)
    assert second.stdout == text and second.returncode == first.returncode


def test_a_draft_has_a_report_of_its_own(tmp_path):
    draft = "extends: 10086\nplans: [{name: 全球通畅享套餐, brand: 全球通, fee: 128, waives: [来电显示费]}]\n"
    (tmp_path / "畅享.yaml").write_text(draft, encoding="utf-8")
    done = run("check", "--draft", "畅享.yaml", "--html", "报告.html", "--on", DAY.isoformat(), cwd=tmp_path)
    assert done.returncode in (0, 1) and done.stderr == ""
    read = Page((tmp_path / "报告.html").read_text(encoding="utf-8"))
    assert "草案 畅享.yaml" in read.text and "全球通畅享套餐 与 来电管家 不能同用" in read.text
    assert "新增 全球通畅享套餐 主套餐 · 全球通 · 月费 128 元" in read.text
    assert len(read.all("svg")) == 1 and "主套餐两两变更 受理日 2026-11-25" in read.text


def test_two_documents_cannot_both_go_to_stdout(tmp_path):
    got = run("check", "--html", "-", "--json", cwd=tmp_path)
    assert got.returncode == 2 and "--json 与 --html" in got.stderr and got.stdout == ""


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path):
    got = run("check", "--html", "nowhere/r.html", cwd=tmp_path)
    assert got.returncode == 2 and "不能写 `nowhere/r.html`" in got.stderr and "Traceback" not in got.stderr
    assert list(tmp_path.iterdir()) == []


def test_templates_are_not_loaded_where_no_report_is_asked_for(tmp_path):
    program = "import sys; sys.argv = ['taocan', 'check']\nfrom cli.main import main\n"
    program += "try: main()\nexcept SystemExit as end: print(end.code)\nprint('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=100)
    status, loaded = done.stdout.splitlines()[-2:]
    assert status in ("0", "1") and loaded == "False"
