"""Facts, never files: nothing in src can take a file, or read, hash or show a picture or a video.

A tripwire, not a proof: what the doors really refuse is tested at the doors.
"""

import ast
import re

import pytest

from tests.architecture.tree import SRC, modules, name_of, syntax, texts

FILE_INTAKE = re.compile(
    r"""
    \b(FileField|ImageField|FilePathField|FileInput|ClearableFileInput|UploadFile)\b
    | \brequest\s*\.\s*FILES\b
    | \btype\s*=\s*(\\?["'])?file\b                  # <input type="file">, in any quotes
    | \benctype\s*=\s*(\\?["'])?multipart\b
    | \b(imagehash|photodna|pdqhash|PIL)\b
    """,
    re.VERBOSE,
)

MEDIA_PACKAGES = {
    "PIL",
    "av",
    "cv2",
    "ffmpeg",
    "imagehash",
    "imageio",
    "moviepy",
    "pdqhash",
    "perception",
    "photodna",
    "pyvips",
    "skimage",
    "wand",
}


def imported(tree: ast.Module) -> set[str]:
    """Name the top-level packages a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_nothing_takes_a_file() -> None:
    found = {
        f"{name_of(path)}:{number}": match[0]
        for path, text in texts(SRC)
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := FILE_INTAKE.search(line))
    }
    assert found == {}


def test_no_module_imports_a_media_package() -> None:
    found = {name_of(path): imported(syntax(path)) & MEDIA_PACKAGES for path in modules()}
    assert {name: packages for name, packages in found.items() if packages} == {}


@pytest.mark.parametrize(
    "line",
    [
        "attachment = models.FileField()",
        "picture = forms.ImageField(required=False)",
        '<input type="file" name="evidence">',
        "<input type='file'>",
        "<input type=file>",
        'html = "<input type=\\"file\\">"',
        '<form enctype="multipart/form-data">',
        "for part in request.FILES.values():",
        "from PIL import Image",
        "import imagehash",
    ],
)
def test_a_file_intake_is_noticed(line: str) -> None:
    assert FILE_INTAKE.search(line)


@pytest.mark.parametrize(
    "line", ["path: FilePath", "type=click.Path()", "the type of file is refused", "PILOT = 1"]
)
def test_an_innocent_line_is_not(line: str) -> None:
    assert not FILE_INTAKE.search(line)


def test_an_import_inside_a_function_is_noticed() -> None:
    assert imported(ast.parse("def f():\n    from PIL.Image import open\n    import cv2.x")) == {
        "PIL",
        "cv2",
    }
