from django.urls import path

from tabard.gateways.mastodon_api.calls import door
from tabard.gateways.mastodon_api.views import notifications as views

V1, V2 = "api/v1/notifications", "api/v2/notifications"
POLICY_1 = door(GET=views.policy_1, PUT=views.set_policy_1, PATCH=views.set_policy_1)
POLICY_2 = door(GET=views.policy_2, PUT=views.set_policy_2, PATCH=views.set_policy_2)

urlpatterns = [
    path(V1, door(GET=views.listed)),
    path(f"{V1}/clear", door(POST=views.clear)),
    path(f"{V1}/dismiss", door(POST=views.dismiss_named)),
    path(f"{V1}/unread_count", door(GET=views.count_unread)),
    path(f"{V1}/policy", POLICY_1),
    path(f"{V1}/requests", door(GET=views.requests)),
    path(f"{V1}/requests/merged", door(GET=views.request_merged)),
    path(f"{V1}/requests/accept", door(POST=views.answer_requests)),
    path(f"{V1}/requests/dismiss", door(POST=views.answer_requests)),
    path(f"{V1}/requests/<key:pk>", door(GET=views.request)),
    path(f"{V1}/requests/<key:pk>/accept", door(POST=views.answer_request)),
    path(f"{V1}/requests/<key:pk>/dismiss", door(POST=views.answer_request)),
    path(f"{V1}/<key:pk>", door(GET=views.read)),
    path(f"{V1}/<key:pk>/dismiss", door(POST=views.dismiss)),
    path(V2, door(GET=views.groups)),
    path(f"{V2}/unread_count", door(GET=views.count_unread_groups)),
    path(f"{V2}/policy", POLICY_2),
    path(f"{V2}/<str:key>", door(GET=views.group)),
    path(f"{V2}/<str:key>/dismiss", door(POST=views.dismiss_group)),
    path(f"{V2}/<str:key>/accounts", door(GET=views.accounts_of_group)),
]
