"""What follows for teams when places change."""

from django.utils import timezone

from tabard.people.places.changes import GenerationSwitchedOn
from tabard.people.places.models import BoundaryGeneration
from tabard.people.teams import actions


def found_teams_for(change: GenerationSwitchedOn) -> None:
    """Found a team, with a handle, for every living neighbourhood of the force that has none."""
    generation = BoundaryGeneration.objects.select_related("force").filter(pk=change.generation_id).first()
    if generation is not None:
        actions.found_missing_teams(force=generation.force, now=timezone.now())
