"""The theme groups of a plan while their stories are gathered."""

from dataclasses import dataclass, field

from goldenthread.reading.headings import Section
from goldenthread.reading.plan import PlannedTheme


@dataclass
class Group:
    """A theme group as it is gathered."""

    name: str
    start: int
    end: int
    to_follow: bool = False
    story: dict[Section, list[str]] = field(default_factory=dict)

    def take(self, again: "Group") -> None:
        """Add what stands under a second heading of the same theme."""
        for section, words in again.story.items():
            self.story.setdefault(section, []).extend(words)
        self.to_follow = self.to_follow and not self.story

    def as_theme(self, name: str) -> PlannedTheme:
        """The theme as the plan has it, by its one name."""
        return PlannedTheme(
            name=name,
            lines=(self.start, self.end),
            summary="\n".join(self.story.get(Section.SUMMARY, [])),
            arrangements="\n".join(self.story.get(Section.ARRANGEMENTS, [])),
            innovation="\n".join(self.story.get(Section.INNOVATION, [])),
            to_follow=self.to_follow,
        )
