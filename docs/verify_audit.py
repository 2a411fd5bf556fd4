"""Check what a Tipline hotline says about its audit log, without trusting its software.

    python verify_audit.py [--key KEY] [--kept NOTE] FILE...
Needs Python 3.11 and `cryptography` only. KEY is the line `name+id+base64` that the hotline
publishes; without it a FILE only agrees with itself. NOTE is a file with a checkpoint kept from
earlier, which the FILE must be about or go on from. Exit status: 0 every FILE is proven, 1 one is
not, 2 wrong usage, or one cannot be read. A FILE is one line of JSON in UTF-8, an object with
  "key": KEY, "checkpoint": CHECKPOINT, and "format", one of
  "tipline-entry-1"   with "index": 17, "entry": "the line as it was logged", "proof": [HASH, ...]
  "tipline-growth-1"  with "old": CHECKPOINT, "proof": [HASH, ...]
  "tipline-log-1"     and after it, a line each, all entries as they were logged, from the first
A HASH is base64, a CHECKPOINT the text of a signed note (C2SP tlog-checkpoint); a proof is that of
RFC 9162 for inclusion or consistency, the hash next to the leaves first.
"""

# ruff: noqa: D103, INP001, T201 - a script that stands alone, prints, and has to stay short
import argparse
import base64
import hashlib
import json
import re
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Checkpoint = tuple[int, bytes]  # how many entries, and the root over them


def demand(holds: object, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)


def unbase64(text: str, size: int = 32) -> bytes:
    data = base64.b64decode(text, validate=True)
    demand(len(data) == size and base64.b64encode(data) == text.encode(), "a hash is damaged")
    return data


def sha(*parts: bytes) -> bytes:  # of an entry with 0 before it, of two subtrees with 1
    return hashlib.sha256(b"".join(parts)).digest()


def read_checkpoint(note: str, key: str, what: str = "this") -> Checkpoint:
    name, key_id, encoded = key.split("+", 2)
    public = unbase64(encoded, 33)
    real_id = sha(name.encode(), b"\n", public)[:4]
    demand(key_id == real_id.hex() and public[0] == 1, "the key is damaged")
    form = r"({0}\n(\d+)\n(.+)\n)\n(?:\u2014 .+\n)*?\u2014 {0} (.+)\n(?:\u2014 .+\n)*"
    found = re.fullmatch(form.format(re.escape(name)), note)
    body, size, root, signed = found.groups() if found else ("", "", "", "")
    demand(found, f"{what} is no checkpoint signed by {name}")
    signature = unbase64(signed, 68)
    demand(signature[:4] == real_id, f"the checkpoint is signed by another key of {name}")
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], body.encode())
    return int(size), unbase64(root)


def root_with(entry: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    demand(bool(proof) == (size > 1), "the proof has the wrong length")
    if size == 1:
        return entry
    split = 1 << (size - 1).bit_length() - 1  # a tree divides at a power of two
    if index < split:
        return sha(b"\1", root_with(entry, index, split, proof[:-1]), proof[-1])
    return sha(b"\1", proof[-1], root_with(entry, index - split, size - split, proof[:-1]))


def roots_of(old: int, new: int, proof: list[bytes], known: bytes | None) -> tuple[bytes, bytes]:
    if old == new:  # the same subtree in both; known if it is the whole old tree
        demand(len(proof) == (known is None), "the proof has the wrong length")
        return (known or proof[0],) * 2
    split = 1 << (new - 1).bit_length() - 1
    if old <= split:
        before, after = roots_of(old, split, proof[:-1], known)
        return before, sha(b"\1", after, proof[-1])
    before, after = roots_of(old - split, new - split, proof[:-1], None)
    return sha(b"\1", proof[-1], before), sha(b"\1", proof[-1], after)


def root_over(peaks: list[bytes]) -> bytes:
    return sha(b"\1", peaks[0], root_over(peaks[1:])) if peaks[1:] else (peaks or [sha()])[0]


def check_log(now: Checkpoint, kept: Checkpoint | None, lines: enumerate[bytes]) -> str:
    count, peaks = 0, list[bytes]()
    for count, line in lines:
        peaks.append(sha(b"\0", line.removesuffix(b"\n")))
        for _ in range((count & -count).bit_length() - 1):  # two whole subtrees make a larger one
            peaks[-2:] = [sha(b"\1", *peaks[-2:])]
        same = kept is None or count != kept[0] or root_over(peaks) == kept[1]
        demand(same, "an entry older than the kept checkpoint was changed, moved or replaced")
    demand(count == now[0], f"there are {count} entries, but the checkpoint is for {now[0]}")
    demand(root_over(peaks) == now[1], "an entry was changed, moved or replaced")
    demand(kept is None or kept[0] <= count, "the log is shorter than the kept checkpoint says")
    return f"these are all {count} entries, unchanged and in their order"


def check_file(path: Path, key: str | None, note: str | None) -> str:
    with path.open("rb") as file:
        data = json.loads(file.readline())
        kind, key = data["format"], key or str(data["key"])
        now = read_checkpoint(data["checkpoint"], key)
        kept = None if note is None else read_checkpoint(note, key, "the kept NOTE")
        if kind == "tipline-log-1":
            return check_log(now, kept, enumerate(file, start=1))
    demand(kind in {"tipline-entry-1", "tipline-growth-1"}, "this format is not known")
    proof = [unbase64(text) for text in data["proof"]]
    if kind == "tipline-growth-1":
        old = read_checkpoint(data["old"], key)
        demand(kept in {None, old, now}, "neither checkpoint is the kept one")
        demand(old[0] <= now[0], "the newer log is shorter than the older one")
        found = roots_of(old[0], now[0], proof, old[1]) if old[0] else (sha(), now[1])
        demand(found == (old[1], now[1]), "the newer log does not begin with the older one")
        return f"the log of {now[0]} entries begins with the {old[0]} of the older checkpoint"
    index, line = data["index"], data["entry"]
    demand(kept in {None, now}, "the checkpoint is not the kept one")
    demand(type(index) is int and 0 <= index < now[0], "there is no entry with this index")
    same = root_with(sha(b"\0", line.encode()), index, now[0], proof) == now[1]
    demand(same, "this entry does not stand at this place in the log")
    return f"entry {index} of {now[0]} is {line}"


def main() -> int:
    options = argparse.ArgumentParser(description="Check proofs of a Tipline audit log.")
    options.add_argument("--key", help="the line with the key that the hotline publishes")
    options.add_argument("--kept", type=Path, metavar="NOTE", help="a checkpoint from earlier")
    options.add_argument("files", type=Path, nargs="+", metavar="FILE")
    given, status = options.parse_args(), 0
    if given.key is not None and not re.fullmatch(r"[^\s+]+\+[0-9a-f]{8}\+[\w+/]{44}", given.key):
        options.error("KEY is none; it is the line name+id+base64 that the hotline publishes")
    trust = "" if given.key else " (by the FILE's own key: compare it with the published one)"
    for path in given.files:
        try:
            note = given.kept and given.kept.read_text("utf-8")
            said = f"proven: {path}: {check_file(path, given.key, note)}{trust}"
        except (AssertionError, InvalidSignature) as why:
            said, status = f"NOT PROVEN: {path}: {str(why) or 'a signature is wrong'}", 1
        except (OSError, json.JSONDecodeError, UnicodeDecodeError) as why:
            reason = getattr(why, "strerror", "this is no proof and no log")
            said, status = f"CANNOT READ: {getattr(why, 'filename', path)}: {reason}", status or 2
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
            said, status = f"NOT PROVEN: {path}: it lacks something, or has it wrong", 1
        print("".join(letter if letter.isprintable() else "?" for letter in said))
    return status


if __name__ == "__main__":
    raise SystemExit(main())
