"""The report of a check as one self-contained HTML file: no script, no network, readable on paper. Source: docs/report.md."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from cli.present.html_page import page
from cli.present.html_summary import Checked
from cli.present.voice import Voice
from cli.present.wording import say
from model.language import Language

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

POLICY = "default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


STYLES = ("report.css", "heat_map.css")


def present_html(checked: Checked, language: Language) -> str:
    """The whole file. Shape: same input, same bytes; all that comes from a catalogue is escaped. Cost: imports jinja2."""
    return render("report.html", language, page=page(checked, Voice(checked.catalogue, language)))


def render(template: str, language: Language, **values: object) -> str:
    """A page from its template, with the one style sheet and the policy that lets nothing else in."""
    from importlib.resources import files

    folder = files("cli.present").joinpath("templates")
    style = "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in STYLES)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _environment(language).get_template(template).render(
        style=style, policy=POLICY.format(digest=digest), lang="zh-CN" if language == "zh" else "en", **values
    )  # fmt: skip


def _environment(language: Language) -> Environment:
    """Templates that escape all they are given, and fail where they are given nothing."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("cli.present"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.globals["t"] = lambda key, **values: say(language, key, **values)
    environment.filters["ticked"] = ticked
    return environment


def ticked(text: str) -> Markup:
    """A text with what stands in backticks marked as a name, all of it escaped.

    >>> str(ticked("a `<b>` c"))
    'a <bdi class="name">&lt;b&gt;</bdi> c'
    """
    from markupsafe import Markup, escape

    *parts, last = text.split("`")
    if len(parts) % 2:
        parts[-1:] = [f"{parts[-1]}`{last}"]
    else:
        parts.append(last)
    named = Markup('<bdi class="name">{}</bdi>')
    return Markup("").join(named.format(part) if place % 2 else escape(part) for place, part in enumerate(parts))
