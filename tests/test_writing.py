"""Files that a command writes: whole or not at all."""

from __future__ import annotations

import pytest

from cli.misuse import Misuse
from cli.writing import write_whole


def test_what_stood_there_is_replaced_whole_and_keeps_its_mode(tmp_path):
    target = tmp_path / "r.html"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    (tmp_path / "link.html").symlink_to(target)
    write_whole(str(tmp_path / "link.html"), "新")
    assert target.read_text(encoding="utf-8") == "新" and target.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.html").is_symlink() and len(list(tmp_path.iterdir())) == 2


def test_what_stood_there_stands_where_writing_fails(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(Misuse):
        write_whole(str(tmp_path / "folder"), "新")
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]
    old = tmp_path / "r.html"
    old.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_whole(str(old), "\ud800")
    assert old.read_text(encoding="utf-8") == "old" and len(list(tmp_path.iterdir())) == 2
