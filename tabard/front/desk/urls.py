from django.urls import path

from tabard.front.desk.views import lead, places, posts, start, writing

app_name = "desk"
urlpatterns = [
    path("", start.start, name="start"),
    path("team/", start.change_team, name="change_team"),
    path("write/", writing.write, name="write"),
    path("posts/", posts.index, name="posts"),
    path("posts/<int:pk>/", posts.post, name="post"),
    path("posts/<int:pk>/draft/", writing.go_on, name="go_on"),
    path("posts/<int:pk>/edit/", posts.edit, name="edit"),
    path("posts/<int:pk>/retract/", posts.retract, name="retract"),
    path("posts/<int:pk>/discard/", posts.discard, name="discard"),
    path("posts/<int:pk>/publish/", posts.publish_now, name="publish"),
    path("posts/<int:pk>/time/", posts.change_time, name="change_time"),
    path("posts/<int:pk>/unschedule/", posts.unschedule, name="unschedule"),
    path("posts/<int:pk>/retry/", posts.retry, name="retry"),
    path("places/<slug:slug>/", places.place, name="place"),
    path("places/<slug:slug>/events/", places.add_event, name="add_event"),
    path("places/<slug:slug>/priorities/", places.add_priority, name="add_priority"),
    path("events/<int:pk>/", places.edit_event, name="edit_event"),
    path("events/<int:pk>/cancel/", places.cancel_event, name="cancel_event"),
    path("priorities/<int:pk>/", places.edit_priority, name="edit_priority"),
    path("priorities/<int:pk>/review/", places.review_priority, name="review_priority"),
    path("priorities/<int:pk>/close/", places.close_priority, name="close_priority"),
    path("audit/", lead.audit, name="audit"),
    path("late/", lead.late_work, name="late"),
    path("late/retry/", lead.retry_late, name="retry_late"),
]
