"""QR codes as SVG, without a size of their own: page and paper say how large."""

import io

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.svg import SvgPathImage


def svg(content: str) -> str:
    """Return the code of `content` as an SVG element; 15 % of it may be dirty or torn."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=4, image_factory=SvgPathImage)
    code.add_data(content)
    picture = io.BytesIO()
    code.make_image().save(picture)
    text = picture.getvalue().decode()
    return text[text.index("<svg") :]
