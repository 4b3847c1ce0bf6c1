"""A kind of story of our own."""

from django.utils.translation import gettext_lazy as _

from articles.kinds import StoryKind


class Recipe(StoryKind):
    code = "recipe"
    label = _("Recipe")
    template = "newsroom/recipe.html"
    is_news = False
