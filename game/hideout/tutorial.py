"""Twenty seconds in which a newcomer walks, pushes, grabs, locks and hides, while a scripted seeker looks for them."""

from __future__ import annotations

from game.core.telling import Lesson, Tutorial

TUTORIAL = Tutorial(
    level="first_steps",
    seat=0,
    partner="patrol",
    lessons=(
        Lesson("Walk to the box with {walk}.", "east"),
        Lesson("Walk against it to push it.", "push"),
        Lesson("Face it and press {grab} to hold it: now you can pull it, too.", "grab"),
        Lesson("Bring it into the door and press {lock} to lock it there.", "lock"),
        Lesson("The seeker is coming: stay where it cannot see you.", "hidden"),
    ),
)
