"""What must be true of a run of the tests' own wizard, and of a page of it that stands in a browser?"""

from collections import Counter
from dataclasses import dataclass, field

FIELDS = {"cover": ("cover", "new_car"), "car": ("plate",), "note": ("note",)}


@dataclass
class Run:
    """What must be true of a run."""

    owner: tuple
    seen: object
    expires: object
    answers: dict = field(default_factory=dict)
    versions: Counter = field(default_factory=Counter)
    drafts: dict = field(default_factory=dict)
    under: str = ""
    committed: dict | None = None

    @property
    def path(self):
        """The steps that can be reached."""
        steps = ["cover"]
        if "cover" not in self.answers:
            return steps
        if self.answers["cover"]["new_car"] == "yes":
            steps.append("car")
            if "car" not in self.answers:
                return steps
        steps.append("note")
        if "note" not in self.answers or self.under != self.answers["cover"]["cover"]:
            return steps
        return [*steps, "confirm"]

    @property
    def taken(self):
        """What would be committed."""
        return {name: value for slug in self.path if slug in self.answers for name, value in self.answers[slug].items()}

    def accept(self, slug, values):
        self.answers[slug] = values
        self.versions[slug] += 1
        self.drafts.pop(slug, None)
        if slug == "note":
            self.under = self.answers["cover"]["cover"]
        if slug == "cover" and values["new_car"] == "no":
            self.answers.pop("car", None)
            self.drafts.pop("car", None)


@dataclass
class Tab:
    """A page as it stands in a browser, perhaps for a long time."""

    browser: int
    session: int
    run: str
    slug: str
    action: str
    data: dict
    shown: dict

    @property
    def version(self):
        return int(self.data.get("version", 0))
