"""Picture files for tests, honest and hostile, made on the spot."""

import struct
import zlib
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageCms

RED, GREEN, BLUE, WHITE = (250, 10, 10), (10, 200, 10), (10, 10, 250), (255, 255, 255)

# Formats that are taken, by the name under which Pillow writes them.
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")


def upload(data, name="picture.jpg"):
    return ContentFile(data, name=name)


def drawing(width=60, height=40, mode="RGB"):
    """Draw four fields: red, green, blue and white from the top left, row by row."""
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image.convert(mode)


def encoded(image, kind, **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def sample(kind, width=60, height=40, **options):
    return encoded(drawing(width, height), kind, **options)


def fields(image):
    """Name the colours of the four fields of a drawing."""
    names = {RED: "red", GREEN: "green", BLUE: "blue", WHITE: "white"}
    rgb = image.convert("RGB")
    places = [(x * image.width // 4, y * image.height // 4) for y in (1, 3) for x in (1, 3)]
    return [
        names[min(names, key=lambda name, p=place: distance(rgb.getpixel(p), name))]
        for place in places
    ]


def distance(one, other):
    return sum(abs(left - right) for left, right in zip(one, other, strict=True))


def opened(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def moving(kind, **options):
    """Make a picture of two frames."""
    second = drawing().transpose(Image.Transpose.ROTATE_180)
    return encoded(drawing(), kind, save_all=True, append_images=[second], duration=100, **options)


def exif(orientation=1, place=b""):
    """Make an EXIF block with an orientation and, in a comment, a place."""
    entries = [struct.pack("<HHII", 0x0112, 3, 1, orientation)]
    if place:
        entries.append(struct.pack("<HHII", 0x010E, 2, len(place), 8 + 2 + 24 + 4))
    return (
        b"Exif\0\0II*\0\x08\0\0\0"
        + struct.pack("<H", len(entries))
        + b"".join(entries)
        + b"\0\0\0\0"
        + place
    )


def exif_bomb(entries, payload):
    """Make an EXIF block whose every entry points to the same bytes: it unfolds to a product."""
    table = b"".join(
        struct.pack("<HHII", 0x200 + number, 7, payload, 8 + 2 + 12 * entries + 4)
        for number in range(entries)
    )
    return (
        b"Exif\0\0II*\0\x08\0\0\0"
        + struct.pack("<H", entries)
        + table
        + b"\0\0\0\0"
        + b"x" * payload
    )


def jpeg_segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg_with(*segments, data=None):
    """Put segments behind the start of a JPEG."""
    data = data or sample("JPEG")
    return data[:2] + b"".join(segments) + data[2:]


def png_chunk(kind, content):
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def png_with(*chunks, data=None):
    """Put chunks behind the header of a PNG."""
    data = data or sample("PNG")
    return data[:33] + b"".join(chunks) + data[33:]


def png_of_size(width, height):
    """Make a PNG that says it is that large and has hardly any pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + png_chunk(b"IEND", b"")
    )


def jpeg_of_size(width, height, frame=0xC0):
    """Change what a JPEG says of its size (and how it is coded)."""
    data = bytearray(sample("JPEG"))
    start = data.index(b"\xff\xc0")
    data[start + 1] = frame
    data[start + 5 : start + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def gif_of_size(width, height):
    data = bytearray(sample("GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def gif_with_comment(blocks):
    """Put a comment of many blocks before the picture of a GIF."""
    data = sample("GIF")
    palette_end = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    comment = b"!\xfe" + (b"\xff" + b"x" * 255) * blocks + b"\0"
    return data[:palette_end] + comment + data[palette_end:]


def webp_chunk(kind, content):
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def webp_of(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_of_size(width, height):
    """Make an extended WebP whose canvas is that large, with a small picture inside."""
    still = sample("WEBP")[12:]
    canvas = struct.pack("<IHBHB", 0, *split24(width - 1), *split24(height - 1))
    return webp_of(webp_chunk(b"VP8X", canvas), still)


def split24(number):
    return number & 0xFFFF, number >> 16


def avif_of_size(width, height):
    data = sample("AVIF")
    return data.replace(
        b"ispe\0\0\0\0" + struct.pack(">II", 60, 40),
        b"ispe\0\0\0\0" + struct.pack(">II", width, height),
    )


def other_colours(padding=0):
    """Give a colour profile in which red and blue have changed places, perhaps a very long one."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    entries = {
        bytes(profile[place : place + 4]): place + 4 for place in range(132, 132 + 12 * count, 12)
    }
    red, blue = entries[b"rXYZ"], entries[b"bXYZ"]
    profile[red : red + 8], profile[blue : blue + 8] = (
        profile[blue : blue + 8],
        profile[red : red + 8],
    )
    profile += bytes(padding)
    profile[:4] = struct.pack(">I", len(profile))
    return bytes(profile)
