"""Reads name and number of straightened cards with Tesseract and chi_sim, given
where they stand, and prints a line of JSON for each. Its time has two starts of
the program in it, but neither finding the card nor the other fields.

    python3 tesseract.py FOLDER
"""

import json
import os
import re
import subprocess
import sys
import time

import cv2

PLACES = {"name": (0.165, 0.055, 0.60, 0.205), "number": (0.325, 0.79, 0.955, 0.925)}  # parts of the card


def read(card, place, *options):
    h, w = card.shape[:2]
    x0, y0, x1, y1 = place
    line = cv2.cvtColor(card[int(y0 * h):int(y1 * h), int(x0 * w):int(x1 * w)], cv2.COLOR_BGR2GRAY)
    _, png = cv2.imencode(".png", line)
    out = subprocess.run(["tesseract", "-", "-", "-l", "chi_sim", "--psm", "7", "--dpi", "300", *options],
                         input=png.tobytes(), capture_output=True, check=True)
    return re.sub(r"\s", "", out.stdout.decode())


for file in sorted(os.listdir(sys.argv[1])):
    start = time.perf_counter()
    card = cv2.imread(os.path.join(sys.argv[1], file))
    name = read(card, PLACES["name"])
    number = read(card, PLACES["number"], "-c", "tessedit_char_whitelist=0123456789X")
    print(json.dumps({"file": file.replace(".png", ".jpg"), "name": name, "number": number,
                      "ms": 1000 * (time.perf_counter() - start), "load": os.getloadavg()[0]}), flush=True)
