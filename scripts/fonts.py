#!/usr/bin/env python3
"""fonts.py FOLDER: makes the faces in assets/font from the M PLUS files of FOLDER.

Needs fontTools 4.38 or later. What it does to them, and why:

- The outlines, widths and characters stay. Hints and the measures of vertical
  lines go: the toolkit reads neither.
- The lists of characters that kerning and marks begin with are written one by
  one and not as ranges: of ranges the toolkit's shaper (go-text 0.3.5) forgets
  what follows a long one (go-text/typesetting#278), and a "J" had no kerning.
- The Latin part of each text face is a file of its own, which is all that a window
  in English reads.
"""
import os
import sys

from fontTools import subset
from fontTools.ttLib.tables import otTables

LATIN = (
    "U+0020-007E,U+00A0-017F,U+2010-2027,U+2030,U+2032,U+2033,U+2039,U+203A,"
    "U+20AC,U+2122,U+2190-2193,U+2212"
)
KEPT = [
    "--no-hinting",
    "--name-IDs=*",
    "--name-languages=*",
    "--notdef-outline",
    "--no-prune-unicode-ranges",
    "--drop-tables+=vhea,vmtx,VORG,BASE",
]


def one_by_one(coverage, font):
    """Coverage tables in format 1 (OpenType, "Coverage Format 1")."""
    glyphs = coverage.glyphs or []
    order = font.getGlyphIDMany(glyphs)
    if order != sorted(order):  # what belongs to them is in their order
        raise ValueError("a list of characters is out of order")
    coverage.Format = 1
    return {"GlyphArray": glyphs}


FACES = {  # and the file of the Latin part
    "Mplus1-Regular.otf": "Mplus1Latin-Regular.otf",
    "Mplus1-SemiBold.otf": "Mplus1Latin-SemiBold.otf",
    "MplusCode60-Medium.otf": None,
    "MplusCode60-SemiBold.otf": None,
}


def main(folder):
    otTables.Coverage.preWrite = one_by_one
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "assets", "font")
    for name, latin in FACES.items():
        face = [os.path.join(folder, name), *KEPT]
        whole = ["--glyphs=*", "--unicodes=*", "--retain-gids", "--layout-features=*"]
        subset.main([*face, *whole, "--output-file=" + os.path.join(target, name)])
        if latin:
            part = ["--unicodes=" + LATIN, "--layout-features=ccmp,locl,mark,mkmk,kern,liga,clig,calt,rlig"]
            subset.main([*face, *part, "--output-file=" + os.path.join(target, latin)])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.splitlines()[0])
    main(sys.argv[1])
