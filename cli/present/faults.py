"""What went wrong, for people, and the exit status that goes with it."""

from __future__ import annotations

import os
import traceback
from typing import TextIO

from cli.misuse import Misuse
from cli.present.english import fault_text
from cli.present.wording import join, say
from cli.statuses import BAD_FILE, DEFECT, USAGE
from model.errors import BadFile, BadRequest, Problem
from model.language import Language


def notice(warning: Problem, language: Language) -> str:
    """What reading a file warned of, as a line."""
    return say(language, "fault.warning", text=fault_text(warning, language))


def report(error: Exception, language: Language, stream: TextIO) -> int:
    """Writes an error to `stream` and gives the exit status. Shape: a defect's traceback only with TAOCAN_DEBUG=1."""
    match error:
        case BadFile(problems=problems):
            lines = [say(language, "error", text=say(language, "fault.file", count=len(problems)))]
            lines += [fault_text(one, language) for one in problems]
            status = BAD_FILE
        case BadRequest(candidates=candidates):
            text = error.says(language) if isinstance(error, Misuse) else fault_text(error, language)
            lines = [say(language, "error", text=text)]
            if candidates:
                key = "several" if isinstance(error, Misuse) and error.several else "candidates"
                lines.append(say(language, key, names=join(language, candidates)))
            status = USAGE
        case _:
            if os.environ.get("TAOCAN_DEBUG") == "1":
                traceback.print_exception(error, file=stream)
            lines = [say(language, "defect", kind=type(error).__name__, text=error)]
            status = DEFECT
    stream.write("\n".join(lines) + "\n")
    return status
