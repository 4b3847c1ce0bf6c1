"""A check of comments of our own."""

from comments.screening import Strictness, Submission, Verdict

VERSION = 1
MOST_QUESTIONS = 5


def questions(submission: Submission) -> Verdict:
    """A text with more than five question marks waits for a moderator."""
    marks = [at for at, letter in enumerate(submission.text) if letter == "?"]
    inputs = {"questions": len(marks), "most": MOST_QUESTIONS}
    if len(marks) <= MOST_QUESTIONS:
        return Verdict(inputs=inputs, version=VERSION)
    spans = tuple((at, at + 1) for at in marks)
    return Verdict(Strictness.HOLD, "many_questions", spans=spans, inputs=inputs, version=VERSION)
