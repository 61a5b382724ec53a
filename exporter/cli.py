"""The console script `ossa`: validate a manifest, export it as a project."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .diagnostics import has_errors
from .errors import ExporterError, InvalidOptionError, UnreadableFileError
from .options import OPTIONS, OptionDescription, parse_options
from .output import check_folder, read_manifest, write_file, write_folder
from .pipeline import ExportResult, check_text, export_project
from .reports import coverage_text, diagnostics_text, sarif
from .reports.terminal import visible

CLEAN, HAS_ERRORS, UNREADABLE = 0, 1, 2
INTERRUPTED, CLOSED_PIPE = 130, 141
STDIN = "<stdin>"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit 0: clean or warnings. 1: errors. 2: unreadable, or a command that makes no sense."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not end the command.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        chosen = _parser().parse_args(arguments)
        code = _validate(chosen) if chosen.command == "validate" else _export(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has left; nothing more may be written, not even while Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED_PIPE
    except KeyboardInterrupt:
        return INTERRUPTED
    except ExporterError as error:
        _say(f"ossa: {visible(str(error))}\n")
        return UNREADABLE if isinstance(error, (UnreadableFileError, InvalidOptionError)) else HAS_ERRORS
    return code


def _validate(chosen: argparse.Namespace) -> int:
    text = read_manifest(chosen.file)
    report = check_text(text, chosen.document)
    name = STDIN if chosen.file == "-" else chosen.file
    if chosen.format == "json":
        sys.stdout.write(json.dumps(report.as_dict(name), indent=2) + "\n")
    elif chosen.format == "sarif":
        sys.stdout.write(json.dumps(sarif(report, chosen.file), indent=2) + "\n")
    else:
        sys.stdout.write(diagnostics_text(report, text, name))
    return HAS_ERRORS if has_errors(report.diagnostics) else CLEAN


def _export(chosen: argparse.Namespace) -> int:
    if chosen.output is None and chosen.zip is None:
        raise InvalidOptionError("Say where to export to: --output DIR, --zip FILE, or both.")
    if chosen.output is not None and chosen.output.endswith(".zip") and not Path(chosen.output).is_dir():
        message = f'--output names a folder; for an archive write "--zip {chosen.output}".'
        raise InvalidOptionError(message)
    options = parse_options(chosen.option)
    text = read_manifest(chosen.file)
    if chosen.output is not None:
        check_folder(Path(chosen.output), chosen.force)
    result = export_project(text, options, chosen.document)
    if result.report.diagnostics:
        _say(diagnostics_text(result.report, text, STDIN if chosen.file == "-" else chosen.file) + "\n")
    if result.archive is None or result.coverage is None:
        return HAS_ERRORS
    _write(chosen, result)
    return CLEAN


def _write(chosen: argparse.Namespace, result: ExportResult) -> None:
    if result.archive is None or result.coverage is None:
        return
    summary = coverage_text(result.coverage)
    if chosen.output is not None:
        write_folder(Path(chosen.output), result.files, chosen.force)
        summary += f"{len(result.files)} files in {visible(chosen.output)}\n"
    if chosen.zip == "-":
        sys.stdout.buffer.write(result.archive)
        _say(summary)
        return
    if chosen.zip is not None:
        write_file(Path(chosen.zip), result.archive)
        summary += f"{visible(chosen.zip)}, {len(result.archive):,} bytes\n"
    sys.stdout.write(summary)


def _say(text: str) -> None:
    sys.stderr.write(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ossa", description="Check and export OSSA agents.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    validate = commands.add_parser(
        "validate",
        help="say what is right and wrong with a manifest",
        description="Exit 0: clean or warnings. 1: errors. 2: the file cannot be read.",
    )
    validate.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    export = commands.add_parser(
        "export",
        help="make a project of a manifest",
        description="Exit 0: exported. 1: errors, nothing is written. 2: the file cannot be read.",
        epilog="options: " + "; ".join(_option_help(option) for option in OPTIONS),
    )
    export.add_argument("--target", choices=("langchain",), default="langchain")
    export.add_argument("--output", metavar="DIR", help="the project's folder; has to be empty")
    export.add_argument("--zip", metavar="FILE", help='the project as a zip; "-" is the standard output')
    export.add_argument("--option", metavar="NAME=VALUE", action="append", default=[], help="see below")
    export.add_argument("--force", action="store_true", help="write into a folder that is not empty")
    for command, default in ((validate, None), (export, 0)):
        command.add_argument("file", metavar="FILE", help='the manifest; "-" is the standard input')
        command.add_argument(
            "--document", type=int, default=default, metavar="N", help="of several documents, counted from 0"
        )
    return parser


def _option_help(option: OptionDescription) -> str:
    values = "|".join(option.values) if option.values else "true|false" if option.kind == "boolean" else "N"
    return f"{option.name}={values} ({option.help.rstrip('.')})"


if __name__ == "__main__":
    sys.exit(main())
