"""The command that loads the demonstration, and plain pictures, which take no time to draw."""

from io import BytesIO, StringIO

from django.core.management import call_command
from PIL import Image

from newsportal.demo import content_files


def plain_pictures(content: content_files.Content) -> dict[str, bytes]:
    names = [name for text in content.stories for name in text.pictures]
    names += [text.slug for text in content.authors]
    file = BytesIO()
    Image.new("RGB", (320, 200), "#3c5a73").save(file, "JPEG")
    return dict.fromkeys(names, file.getvalue())


def seed_demo(*arguments: str) -> str:
    """Run the command; what it said is returned."""
    out = StringIO()
    call_command("seed_demo", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()
