"""Pictures that may be shown: decoded and written anew, so that only pixels are left."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

_FORMATS = ("JPEG", "PNG", "GIF", "WEBP")
_SIDE = 1600
_MOST_PIXELS = 40_000_000


def preview_of(content: bytes, most_pixels: int = _MOST_PIXELS) -> bytes | None:
    """Answers a clean WebP of a raster picture, at most 1600 px a side; None for anything else.

    Location and other metadata are gone, and whatever else the file carried.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
                if picture.width * picture.height > most_pixels:
                    return None
                # A JPEG can be read in a smaller size at once; other formats pay no heed.
                picture.draft("RGB", (_SIDE, _SIDE))
                upright = ImageOps.exif_transpose(picture)
                clean = upright.convert("RGBA" if upright.mode in ("RGBA", "LA", "P") else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        return None
    clean.thumbnail((_SIDE, _SIDE))
    clean.info.clear()
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82)
    return out.getvalue()
