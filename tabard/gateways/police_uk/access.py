"""What of places everybody may read: forces, and the neighbourhoods that they police today."""

from django.http import Http404

from tabard.people.places.models import Boundary, Force, Neighbourhood


def force_named(slug: str) -> Force:
    """Raises Http404."""
    force = Force.objects.filter(slug=slug).first()
    if force is None:
        raise Http404("There is no such force here.")
    return force


def neighbourhood_of(force: str, code: str) -> Neighbourhood:
    """Raises Http404, for one that was retired too."""
    found = Neighbourhood.objects.current().filter(force__slug=force, code=code).first()
    if found is None:
        raise Http404("There is no such neighbourhood here.")
    return found


def live_boundary(neighbourhood: Neighbourhood) -> Boundary:
    """Raises Http404 for one that has none."""
    boundary = Boundary.objects.live().of(neighbourhood).first()
    if boundary is None:
        raise Http404("This neighbourhood has no boundary.")
    return boundary
