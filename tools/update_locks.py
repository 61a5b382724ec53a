"""Makes the lock data of exported projects: `python -m tools.update_locks`, with the network.

All sets are resolved together once, for every platform and every Python from 3.11, so that any union of
sets fits together; then each set is resolved again within those pins, to learn which it needs and where.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from exporter.locks import lock_sets
from exporter.locks.lock import DATA

UV = str(Path(sys.executable).parent / "uv")
COMPILE = [UV, "pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
HASH = r" \\\n {4}--hash=sha256:\w+"
ENTRY = re.compile(rf"^(?P<pin>\S+==[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))?(?P<hashes>(?:{HASH})+)$", re.M)


def compile_requirements(requirements: list[str], folder: Path, *options: str) -> str:
    source = folder / "requirements.in"
    source.write_text("\n".join(requirements) + "\n", encoding="utf-8")
    ran = subprocess.run(
        [*COMPILE, *PLAIN, *options, str(source)], capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(ran.stderr)
    return ran.stdout


def read_entries(text: str) -> dict[str, tuple[str, list[str]]]:
    """Pin → marker and hashes."""
    entries = {}
    for match in ENTRY.finditer(text):
        hashes = re.findall(r"sha256:(\w+)", match["hashes"])
        entries[match["pin"]] = (match["marker"] or "", sorted(hashes))
    assert len(entries) == len(re.findall(r"^\S", text, re.M)), (
        "an entry of the resolution was not understood"
    )
    return entries


def main() -> None:
    sets = lock_sets()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        everything = [requirement for requirements in sets.values() for requirement in requirements]
        text = compile_requirements(everything, folder, "--upgrade")
        whole = read_entries(text)
        pins = folder / "pins.txt"
        pins.write_text(re.sub(HASH, "", text), encoding="utf-8")
        closures = {}
        for set_name, requirements in sets.items():
            entries = read_entries(
                compile_requirements(list(requirements), folder, "--constraint", str(pins))
            )
            unknown = entries.keys() - whole.keys()
            assert not unknown, f"{set_name} needs what the whole resolution has not: {unknown}"
            closures[set_name] = {pin: marker for pin, (marker, _) in entries.items()}
    hashes = {pin: digests for pin, (_, digests) in whole.items()}
    DATA.mkdir(exist_ok=True)
    for file, content in (("hashes.json", hashes), ("sets.json", closures)):
        (DATA / file).write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    (DATA / "constraints.txt").write_text(constraints(whole), encoding="utf-8")


def constraints(whole: dict[str, tuple[str, list[str]]]) -> str:
    """The same pins for the studio's own locks, so that its tests and exported projects share one cache."""
    lines = [f"{pin} ; {marker}" if marker else pin for pin, (marker, _) in sorted(whole.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
