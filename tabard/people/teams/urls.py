"""Addresses under /desk/ about people."""

from django.urls import path

from tabard.people.teams.views import founding, officers, places, service

app_name = "teams"
urlpatterns = [
    path("me/", officers.me, name="me"),
    path("places/", places.places, name="places"),
    path("places/<slug:slug>/about/", places.neighbourhood, name="place"),
    path("forces/<slug:force>/", places.force, name="force"),
    path("people/", officers.people, name="people"),
    path("people/add/", officers.add_officer, name="add_officer"),
    path("people/teams/", founding.teams, name="teams"),
    path("people/teams/add/", founding.found_team, name="found_team"),
    path("people/teams/<int:pk>/", founding.team, name="team"),
    path("people/teams/<int:pk>/take/", founding.take_cover, name="take_cover"),
    path("people/postings/<int:pk>/end/", service.end_posting, name="end_posting"),
    path("people/<int:pk>/", officers.officer, name="officer"),
    path("people/<int:pk>/edit/", officers.edit_officer, name="edit_officer"),
    path("people/<int:pk>/invite/", service.invite, name="invite"),
    path("people/<int:pk>/role/", service.change_role, name="change_role"),
    path("people/<int:pk>/second-factor/", service.reset_second_factor, name="reset_second_factor"),
    path("people/<int:pk>/post/", service.post, name="post_officer"),
    path("people/<int:pk>/hand-over/", service.hand_over, name="hand_over"),
    path("people/<int:pk>/dismiss/", service.dismiss, name="dismiss"),
    path("people/<int:pk>/reactivate/", service.reactivate, name="reactivate"),
]
