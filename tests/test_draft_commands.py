"""Drafts on the command line of what asks of one catalogue: `solve`, `graph`, `matrix`, and `verify` of what they answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_drafts import BASE, HEAD
from typer.testing import CliRunner

from cli.main import application


@pytest.mark.parametrize("command", [("solve", "--from", "音乐A", "--to", "商旅"), ("graph", "商旅"), ("matrix", "--to", "商旅")])
def test_the_commands_take_drafts_one_over_another(command: Sequence[str], tmp_path: Path) -> None:
    files = {
        "base": BASE,
        "one": HEAD + "plans: [{name: 行, brand: 全球通}]\n",
        "two": HEAD + "plans: [{name: 商旅, brand: 全球通}]\nremove: 行\n",
    }
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    base, one, two = (str(tmp_path / f"{name}.yaml") for name in files)
    name, *rest = command
    over = [base] if name == "matrix" else ["--catalogue", base]
    asked = [name, *over, *rest, *([] if name == "graph" else ["--on", "2026-11-23"])]
    got = CliRunner().invoke(application(), [*asked, "--draft", one, "--draft", two])
    assert got.exit_code == 0 and "商旅" in got.stdout, got.stderr
    assert CliRunner().invoke(application(), [*asked, "--draft", two]).exit_code == 3
    assert CliRunner().invoke(application(), [*asked, "--draft", one]).exit_code == 2
    assert CliRunner().invoke(application(), [*asked, "--draft", str(tmp_path / "none.yaml")]).exit_code == 2


def test_an_answer_made_with_a_draft_is_verified_with_it_alone(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "draft.yaml").write_text(HEAD + "plans: [{name: 商旅, brand: 全球通}]\n", encoding="utf-8")
    over = ["--catalogue", str(tmp_path / "base.yaml")]
    drafts = ["--draft", str(tmp_path / "draft.yaml")]
    asked = ["solve", "--from", "音乐A", "--to", "商旅", "--on", "2026-11-23", "--json"]
    answer = CliRunner().invoke(application(), [*asked, *over, *drafts]).stdout
    (tmp_path / "answer.json").write_text(answer, encoding="utf-8")
    verify = ["verify", str(tmp_path / "answer.json"), *over]
    assert CliRunner().invoke(application(), [*verify, *drafts]).exit_code == 0
    refused = CliRunner().invoke(application(), verify)
    assert refused.exit_code == 3 and "--draft" in refused.stderr
