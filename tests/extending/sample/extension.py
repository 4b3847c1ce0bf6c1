"""What this package adds to the portal."""

STORY_KINDS = ("tests.extending.sample.kinds.Recipe",)
COMMENT_CHECKS = ("tests.extending.sample.checks.questions",)
EVENT_LISTENERS = {"story.live": {"later": ["tests.extending.sample.listeners.went_live"]}}
