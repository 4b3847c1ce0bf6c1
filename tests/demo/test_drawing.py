"""Every story and author gets a drawing of its own, drawn by several processes."""

import dataclasses
from io import BytesIO

from PIL import Image

from newsportal.demo import content_files, drawing


def test_stories_and_portraits_are_drawn_in_other_processes():
    content = content_files.read()
    few = dataclasses.replace(content, stories=content.stories[:1], authors=content.authors[:1])
    told = []
    drawn = drawing.draw_all(few, lambda *progress: told.append(progress))
    assert list(drawn) == [content.stories[0].slug, content.authors[0].slug]
    assert told[-1][1:] == (2, 2)
    with Image.open(BytesIO(drawn[content.stories[0].slug])) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1600, 1000))


def test_no_two_stories_ask_for_the_same_drawing():
    stories = content_files.read().stories
    pictures = [picture for story in stories for picture in story.pictures.values()]
    named = {(picture.composition, picture.seed, picture.mood) for picture in pictures}
    assert len(named) == len(pictures)
