"""Where everything stands in a TOML text, however it is written."""

import tomllib

from tipline.codecs.platform.reading.lines import Lines

TEXT = (
    """\
# a comment = 1
a = 1
b.c = [ # a list
  { d = "]", e = '}' },   # and [ more
  1,
]
"q r".'s' = "a \\" = b"  ; t = 1
""".replace("  ; t = 1", "")
    + '''
[x]
y = """
z = 1
[no]
\\""" """
"w.w" = 2
[[x.list]]
k = \'\'\'
it = ''\'\'\'
  k2 = true
[x.list.sub]
deep = 2026-10-02T07:12:44Z
[[x.list]]
k = 3
[[x.list.more]]
k = 4
[ x . "list" . other ]
k = 5
last = "no end of line"'''
)

PLACES = {
    "/a": (2, 1),
    "/b/c": (3, 1),
    "/q r/s": (7, 1),
    "/x": (9, 1),
    "/x/y": (10, 1),
    "/x/w.w": (14, 1),
    "/x/list": (15, 1),
    "/x/list/0": (15, 1),
    "/x/list/0/k": (16, 1),
    "/x/list/0/k2": (18, 3),
    "/x/list/0/sub": (19, 1),
    "/x/list/0/sub/deep": (20, 1),
    "/x/list/1": (21, 1),
    "/x/list/1/k": (22, 1),
    "/x/list/1/more/0/k": (24, 1),
    "/x/list/1/other": (25, 1),
    "/x/list/1/other/k": (26, 1),
    "/x/list/1/other/last": (27, 1),
}


def test_places() -> None:
    tomllib.loads(TEXT)
    lines = Lines(TEXT)
    assert {where: lines.of(where) for where in PLACES} == PLACES


def test_what_is_not_there_stands_where_it_is_lacked() -> None:
    lines = Lines(TEXT)
    assert lines.of("/x/list/1/absent/deeper") == (21, 1)
    assert lines.of("/absent") == lines.of("") == (1, 1)


def test_ends_of_lines_of_other_systems() -> None:
    lines = Lines(TEXT.replace("\n", "\r\n"))
    assert {where: lines.of(where) for where in PLACES} == PLACES


def test_nothing_has_no_places() -> None:
    assert Lines("").of("/a") == (1, 1)
    assert Lines("# only words").of("/a") == (1, 1)
