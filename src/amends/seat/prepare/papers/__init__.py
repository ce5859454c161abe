"""What comes out of a prepared complaint, in words alone: letter, mail, post, call sheet, and the requests after it."""

from amends.seat.prepare.papers.calls import CallPoint, CallSheet, Tick, call_sheet
from amends.seat.prepare.papers.letters import Letter, Section, letter_of
from amends.seat.prepare.papers.mails import Mail, mail_of, mailto
from amends.seat.prepare.papers.pieces import Direction, Line, Piece, bare, plain
from amends.seat.prepare.papers.posts import post_of
from amends.seat.prepare.papers.statements import again, missed, statement, step_up

__all__ = [
    "CallPoint",
    "CallSheet",
    "Direction",
    "Letter",
    "Line",
    "Mail",
    "Piece",
    "Section",
    "Tick",
    "again",
    "bare",
    "call_sheet",
    "letter_of",
    "mail_of",
    "mailto",
    "missed",
    "plain",
    "post_of",
    "statement",
    "step_up",
]
