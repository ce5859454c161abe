"""What the customer's pages say, in plain words: nobody is escalated, nothing is resolved, there are no tickets."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

HAPPENED: Mapping[str, Promise] = {
    "case.received": lazy("We got your complaint"),
    "case.imported": lazy("We got your complaint"),
    "case.acknowledged": lazy("We wrote to you that we have it"),
    "case.investigated": lazy("We looked into it"),
    "case.responded": lazy("You got our answer"),
    "case.escalated": lazy("It went one step up"),
    "case.reopened": lazy("It was opened again"),
    "promise.kept": lazy("We did what we promised"),
    "promise.broken": lazy("We did not do what we promised in time"),
    "remedies.offered": lazy("We offered you ways to put it right"),
    "settlement.chosen": lazy("It was agreed how it is put right"),
    "own.picked": lazy("You chose how it is put right"),
    "own.solved": lazy("You said that it is solved"),
    "own.not_solved": lazy("You said that it is not solved yet"),
    "own.disputed": lazy("You said that you do not agree with our answer"),
}
DECIDED: Mapping[str, Promise] = {
    "upheld": lazy("We decided: you are right"),
    "partly": lazy("We decided: you are right in part"),
    "not_upheld": lazy("We decided, and our answer says why"),
}
ENDED: Mapping[str, Promise] = {
    "solved": lazy("You said that it is solved. Thank you."),
    "presumed": lazy("We closed it because we heard nothing from you. That does not mean that you agreed."),
    "disputed": lazy("You do not agree with our final answer. You can go to somebody outside."),
    "withdrawn": lazy("You took your complaint back."),
    "referred": lazy("Somebody else deals with it now."),
}
GIVEN: Mapping[str, Promise] = {
    "chosen": lazy("{what}: somebody still has to agree to it"),
    "approved": lazy("{what}: on its way"),
    "issued": lazy("{what}: done"),
    "confirmed": lazy("{what}: done"),
}
LISTENED: Mapping[str, Promise] = {
    "yes": lazy("You listened to me"),
    "partly": lazy("You listened to me in part"),
    "no": lazy("You did not listen to me"),
}
REFUSED: Mapping[str, Promise] = {
    "too_much_today": lazy(
        "That is more than can be sent in one day. What you wrote still stands here: send it tomorrow, or call us."
    ),
    "unknown_way": lazy("Choose one of the ways first."),
    "nothing_said": lazy("Write something first."),
    "still_open": lazy("This case is open again. Say how it was once it is over."),
    "told_already": lazy("You have told us already. Thank you."),
    "not_theirs": lazy("Choose one of those who wrote to you."),
    "closed": lazy("This case is closed. Say that it is not solved, and it opens again."),
    "offer_changed": lazy("What we offered has changed meanwhile. Look at it again, then choose."),
    "settled_already": lazy("You have chosen already. What you chose is on its way."),
    "no_options": lazy("Choose one of the ways first."),
    "ladder_ends": lazy("Nobody stands above who has it now."),
    "file_empty": lazy("That file is empty."),
    "file_too_large": lazy("That file is too large."),
    "too_many_files": lazy("Send at most twenty files at once. What you wrote is kept."),
    "too_long": lazy("That is longer than we can keep. Make it shorter, or send it as a file."),
    "erased": lazy("The words of this case were erased. Nothing can be added to it."),
}
UNKNOWN = lazy("That is not possible now. Write to us, and a person looks at it.")
