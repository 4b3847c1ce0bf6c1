"""The paper on a phone's first screen: a manifest, icons, and nothing kept by a worker of ours."""

import json

import pytest
from django.conf import settings
from PIL import Image

from tests import factories as f

pytestmark = pytest.mark.django_db


def test_a_manifest_names_the_paper_and_icons_that_are_there(client):
    f.site(name="The Meridian Gazette", tagline="News of the strait", language="ar")

    answer = client.get("/manifest.webmanifest")

    assert answer["Content-Type"] == "application/manifest+json"
    assert answer["ETag"]
    told = json.loads(answer.content)
    assert told["name"] == "The Meridian Gazette"
    assert told["short_name"] == "Gazette"
    assert (told["lang"], told["dir"]) == ("ar", "rtl")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        with Image.open(settings.BASE_DIR / icon["src"].lstrip("/")) as image:
            assert icon["sizes"] == f"{image.width}x{image.height}"
    page = client.get("/").content.decode()
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page


def test_no_page_of_ours_registers_a_service_worker():
    scripts = (settings.BASE_DIR / "static").rglob("*.js")
    assert not [path.name for path in scripts if "serviceWorker" in path.read_text()]
