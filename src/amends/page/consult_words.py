"""The words about questions to supervisors: refusals, answers, states."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

CONSULT_REFUSALS: dict[str, str | Promise] = {
    "question_open": lazy(
        "A question about this case is open already. Take it back first, or wait for its answer."
    ),
    "question_taken": lazy("A colleague has this question in hand."),
    "question_over": lazy("This question is over: it was answered or taken back."),
    "own_question": lazy("It is your own question. Somebody else must answer it."),
    "not_your_question": lazy("Only who asked may do this."),
    "not_above_asker": lazy("Who asked may grant as much as you. Somebody above you both must answer."),
    "nobody_above": lazy("Nobody above you can be asked."),
    "above_your_authority": lazy(
        "This is more than you may grant in this case. Amend the amount, or let it go up."
    ),
    "above_unattended": lazy("This is more than may be granted while nobody answers."),
    "somebody_is_there": lazy("Somebody who may answer is there, and the time is not over yet."),
    "more_than_asked": lazy("This is more than you asked for."),
    "amount_missing": lazy("Write the amount."),
    "amount_out_of_range": lazy("Write an amount of money, such as 25.00."),
    "remedy_missing": lazy("Choose what the money is for."),
    "remedy_unknown": lazy("Choose a remedy that the policy knows."),
    "remedy_gone": lazy("The policy no longer has this remedy. Take the question back and ask anew."),
    "why_missing": lazy("Write why: your colleague has to explain it."),
    "wait_out_of_range": lazy("Choose how long the customer can wait: from one minute to eight hours."),
    "answer_unfit": lazy("This answer does not fit the question."),
    "nothing_to_review": lazy("There is nothing to look at any more."),
}
VERDICTS: dict[str, str | Promise] = {
    "approve": pgettext_lazy("answer", "approved"),
    "amend": pgettext_lazy("answer", "amended"),
    "decline": pgettext_lazy("answer", "declined"),
    "join": pgettext_lazy("answer", "joined"),
    "": pgettext_lazy("answer", "granted, nobody there"),
}
CONSULT_EVENTS: dict[str, Promise] = {
    "consult.asked": lazy("A supervisor was asked."),
    "consult.taken": lazy("The question was taken in hand."),
    "consult.answered": lazy("The question was answered."),
    "consult.withdrawn": lazy("The question was taken back."),
    "consult.moved_up": lazy("Nobody answered in time: the question went up."),
    "consult.unanswered": lazy("Nobody answered the question."),
    "consult.granted_alone": lazy("Something was granted while nobody answered; somebody looks at it later."),
    "consult.reviewed": lazy("What was granted while nobody answered was looked at."),
}
