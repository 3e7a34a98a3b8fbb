"""Finds and straightens cards with OpenCV, as its tutorials do: edges, contours,
four-sided ones, the largest with the shape of a card. Prints a line of JSON for
each photograph.

    python3 outline.py FOLDER
"""

import json
import os
import sys
import time

import cv2
import numpy as np

LONG = 800  # pixels in which the outline is looked for
SHAPE = 85.6 / 54


def sides(quad):
    return [float(np.linalg.norm(quad[i] - quad[(i + 1) % 4])) for i in range(4)]


def like_card(quad, area):
    a, b, c, d = sides(quad)
    shape = (a + c) / max(b + d, 1)
    return area > 0.035 and cv2.isContourConvex(quad.astype(np.int32)) and 1.2 < max(shape, 1 / max(shape, 0.01)) < 2.1


def outline(img):
    k = LONG / max(img.shape[:2])
    small = cv2.resize(img, None, fx=k, fy=k, interpolation=cv2.INTER_AREA)
    grey = cv2.bilateralFilter(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), 7, 40, 40)
    best, most = None, 0.0
    for low in (20, 50, 100):
        edges = cv2.dilate(cv2.Canny(grey, low, 3 * low), np.ones((3, 3), np.uint8))
        for contour in cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
            hull = cv2.convexHull(contour)
            quad = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True).reshape(-1, 2)
            if len(quad) != 4:
                continue
            area = cv2.contourArea(quad) / grey.size
            if area > most and like_card(quad, area):
                best, most = quad / k, area
    return best


def straighten(img, quad):
    if sides(quad)[0] < sides(quad)[1]:
        quad = np.roll(quad, 1, axis=0)
    to = np.float32([[0, 0], [1280, 0], [1280, 808], [0, 808]])
    return cv2.warpPerspective(img, cv2.getPerspectiveTransform(quad.astype(np.float32), to), (1280, 808), flags=cv2.INTER_AREA)


def read(path):
    data = np.fromfile(path, np.uint8)
    start = time.perf_counter()
    img = cv2.imdecode(data, cv2.IMREAD_COLOR)
    quad = outline(img)
    if quad is not None:
        straighten(img, quad)
    line = {"file": os.path.basename(path), "ms": 1000 * (time.perf_counter() - start), "load": os.getloadavg()[0]}
    if quad is not None:
        line["quad"] = quad.tolist()
    return line


files = sorted(f for f in os.listdir(sys.argv[1]) if f.endswith(".jpg"))
for f in files[:2]:  # the first ones warm up
    read(os.path.join(sys.argv[1], f))
for f in files:
    print(json.dumps(read(os.path.join(sys.argv[1], f))), flush=True)
