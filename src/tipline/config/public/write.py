"""The folder of the public form as it is first written: templates with comments, no settings."""

import os
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from tipline.config.public.site import FOLDER
from tipline.config.settings import Settings


class Written(NamedTuple):
    """Which files were written, and which were there and left alone."""

    written: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_templates(settings: Settings) -> Written:
    """Write the templates that are not there yet, for the owner's eyes; overwrite nothing."""
    folder = settings.data / FOLDER
    for one in (settings.data, folder, folder / "translations"):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
    written: list[Path] = []
    kept: list[Path] = []
    templates = files("tipline.config.public") / "templates"
    for template in sorted(templates.iterdir(), key=lambda one: one.name):
        file = folder / template.name
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            kept.append(file)
            continue
        with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor, not a path
            out.write(template.read_bytes())
        written.append(file)
    return Written(tuple(written), tuple(kept))
