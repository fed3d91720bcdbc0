"""Make the pictures of docs/first-hour.md: the real pages over examples/fortnight, in the system's Chromium.

``python docs/pictures.py`` writes ``docs/pictures/*.png``, of few colours each.
"""

from __future__ import annotations

import base64
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dateline import api
from dateline.server import Settings
from dateline.server.run import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
COLOURS, STEP = 200, 8
"""Colours of a picture, and how far apart two are that are not taken for one."""
PIXELS = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(image.width, image.height), pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const found = new Uint8Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
  let text = "";
  for (let at = 0; at < found.length; at += 32768) text += String.fromCharCode(...found.subarray(at, at + 32768));
  return { data: btoa(text), width: image.width, height: image.height };
}"""


def main() -> int:
    """Make all pictures."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        db = str(Path(folder) / "hour.db")
        dateline = [sys.executable, "-m", "dateline"]
        subprocess.run([*dateline, "ingest", str(HERE.parent / "examples" / "fortnight"), "--db", db], check=True)
        with api.open(db) as store:
            event = max(api.events(store), key=lambda each: (bool(each.disputed), len(each.reports)))
        with served(Settings(db=db, port=0)) as base, sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            wide = browser.new_page(viewport={"width": 1120, "height": 720}, color_scheme="light")
            for name, path in {
                "today": "/",
                "events": "/events",
                "event": f"/events/{event.id}",
                "report": f"/reports/{event.reports[0].id}?claim={event.claims[0]}",
                "map": "/map",
                "ledger": "/ledgers/control",
                "review": "/review",
                "missed": f"/review/reports/{event.reports[0].id}",
                "sources": "/sources",
            }.items():
                wide.goto(base + path)
                wide.wait_for_load_state("networkidle")
                take(wide, name)
            wide.goto(f"{base}/review")
            wide.keyboard.press("f")
            wide.keyboard.press("t")
            wide.locator("#dialog select").wait_for()
            take(wide, "fix")
            phone = browser.new_page(viewport={"width": 390, "height": 760}, color_scheme="dark")
            phone.goto(f"{base}/review")
            take(phone, "phone")
            browser.close()
    return 0


def take(page: Page, name: str) -> None:
    """Take a picture of what is seen, and write it with few colours."""
    page.wait_for_timeout(300)
    assert page.context.browser is not None
    found = page.context.browser.new_page()
    told = found.evaluate(PIXELS, base64.b64encode(page.screenshot()).decode())
    found.close()
    pixels = np.frombuffer(base64.b64decode(told["data"]), np.uint8).reshape(told["height"], told["width"], 4)[..., :3]
    target = PICTURES / f"{name}.png"
    target.write_bytes(png(pixels))
    print(f"{target.name}: {target.stat().st_size:,} bytes")


def png(pixels: np.ndarray) -> bytes:
    """Return a PNG of the commonest colours of a picture, each of the others as that which is next to it."""
    coarse = pixels.astype(np.int32) // STEP
    keys = coarse[..., 0] << 16 | coarse[..., 1] << 8 | coarse[..., 2]
    found, place, counts = np.unique(keys, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    common = colours[np.argsort(-counts, kind="stable")[:COLOURS]]
    nearest = np.abs(colours[:, None, :] - common[None, :, :]).sum(axis=2).argmin(axis=1).astype(np.uint8)
    rows = nearest[place.reshape(keys.shape)]
    table = np.zeros((len(common), 3), np.uint8)
    for number, colour in enumerate(common):  # the commonest of its shades: white is white
        inside = pixels[keys == (colour[0] << 16 | colour[1] << 8 | colour[2])]
        fine, times = np.unique(inside, axis=0, return_counts=True)
        table[number] = fine[times.argmax()]
    lines = b"".join(b"\x00" + row.tobytes() for row in rows)
    head = struct.pack(">IIBBBBB", rows.shape[1], rows.shape[0], 8, 3, 0, 0, 0)
    parts = ((b"IHDR", head), (b"PLTE", table.tobytes()), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    told = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(told)


if __name__ == "__main__":
    sys.exit(main())
