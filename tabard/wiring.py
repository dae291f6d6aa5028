"""What follows from what: the one typed map from Change to jobs, from channel to sender, and what runs by the clock.

Jobs run after commit and at least once, so each is safe to run twice. `[]` is an answer: nothing follows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tabard.front.web import jobs as web
from tabard.gateways.activitypub import jobs as fediverse
from tabard.gateways.activitypub import naming, outgoing, sending
from tabard.gateways.activitypub.changes import QuoteRevoked
from tabard.gateways.email import jobs as email
from tabard.gateways.mastodon_api import jobs as phone_apps
from tabard.gateways.mastodon_api import pushing
from tabard.occasions.tweetathon import changes as tweetathon
from tabard.occasions.tweetathon import jobs as tweetathon_jobs
from tabard.people.accounts import changes as accounts
from tabard.people.accounts import jobs as account_mails
from tabard.people.places.changes import (
    BoundaryChanged,
    ForceAdded,
    ForceDescribed,
    GenerationImported,
    GenerationSwitchedOn,
    NeighbourhoodAdded,
    NeighbourhoodDescribed,
    NeighbourhoodRenamed,
    NeighbourhoodRetired,
    PinPlaced,
    PinRemoved,
    PostcodesListed,
)
from tabard.people.teams import changes as teams
from tabard.people.teams import jobs as team_jobs
from tabard.people.teams.handover import HandOver
from tabard.plant.changes import jobs as changes
from tabard.plant.changes.changes import Change
from tabard.plant.delivery.batch import Batch
from tabard.plant.media import jobs as media
from tabard.plant.media.changes import PictureAdded, PictureDescribed, PictureRemoved
from tabard.plant.upkeep import jobs as upkeep
from tabard.services.events.changes import (
    EventAdded,
    EventCancelled,
    EventChanged,
    PriorityAdded,
    PriorityChanged,
    PriorityClosed,
    PriorityReviewed,
)
from tabard.voice.follows import jobs as follows
from tabard.voice.follows.changes import (
    FollowAsked,
    FollowConfirmed,
    FollowEnded,
    FollowerStopped,
    FollowsHandedOver,
)
from tabard.voice.follows.handover import FOLLOWERS
from tabard.voice.follows.models import Follow
from tabard.voice.guidelines import changes as guidelines
from tabard.voice.guidelines import jobs as guideline_jobs
from tabard.voice.guidelines.said import advice_on, check_said
from tabard.voice.network import changes as net
from tabard.voice.network import jobs as network
from tabard.voice.network.handover import FAR_FOLLOWERS
from tabard.voice.posts import jobs as posts
from tabard.voice.posts.changes import (
    HeldPostChanged,
    PostEdited,
    PostHeld,
    PostHeldInApp,
    PostMissedItsTime,
    PostPublished,
    PostRetracted,
    PostReturned,
    PostScheduled,
    PostUnscheduled,
    ReviewApproved,
    ReviewersChanged,
    ReviewReturned,
    ReviewWithdrawn,
)
from tabard.voice.posts.handover import OPEN_WORK
from tabard.voice.posts.models import Post
from tabard.voice.timelines import jobs as timelines
from tabard.voice.timelines.changes import NoticeGiven

CONSEQUENCES: dict[type[Change], list[Callable[[Any], None]]] = {
    ForceAdded: [],
    ForceDescribed: [],
    GenerationImported: [],
    GenerationSwitchedOn: [team_jobs.found_teams_for],
    BoundaryChanged: [],
    NeighbourhoodAdded: [web.index_place],
    NeighbourhoodRenamed: [web.index_place, network.tell_of_place],
    NeighbourhoodRetired: [web.index_place, network.tell_of_place],
    NeighbourhoodDescribed: [web.index_place, network.tell_of_place],
    PinPlaced: [],
    PinRemoved: [],
    PostcodesListed: [],
    guidelines.GuidelineAdopted: [],
    guidelines.RuleChanged: [],
    guidelines.LexiconChanged: [],
    guidelines.ElectionPeriodsChanged: [],
    PostScheduled: [],
    PostUnscheduled: [],
    PostHeld: [posts.ask_reviewers],
    PostHeldInApp: [posts.tell_that_it_waits],
    HeldPostChanged: [posts.tell_of_change],
    ReviewersChanged: [posts.ask_others],
    ReviewApproved: [posts.tell_asker],
    ReviewReturned: [posts.tell_asker],
    ReviewWithdrawn: [posts.tell_of_withdrawal],
    PostReturned: [posts.tell_author],
    PostMissedItsTime: [posts.tell_author],
    PostPublished: [posts.show_live, network.note_post, web.index_post, email.send_to_followers],
    PostEdited: [posts.show_live, network.renote_post, web.index_post],
    PostRetracted: [posts.show_live, network.withdraw_post, web.index_post, email.recall_post],
    net.NoteAdded: [timelines.file_note, fediverse.deliver_note, web.show_answers],
    net.NoteChanged: [timelines.show_change, fediverse.deliver_note_change, web.show_answers],
    net.NoteDeleted: [timelines.forget_note, fediverse.deliver_note_deletion, web.show_answers],
    net.NotePinned: [fediverse.deliver_pin],
    net.NoteUnpinned: [fediverse.deliver_unpin],
    net.ReplyShown: [timelines.show_reply, web.show_answers],
    net.ReplyHidden: [web.show_answers],
    net.NoteLiked: [timelines.tell_of_like, fediverse.deliver_like],
    net.LikeUndone: [timelines.forget_like, fediverse.deliver_like_undone],
    net.FollowAsked: [fediverse.deliver_follow],
    net.FollowAccepted: [timelines.tell_of_follow, fediverse.deliver_acceptance],
    net.FollowRejected: [fediverse.deliver_rejection],
    net.FollowUndone: [timelines.clear_home, fediverse.deliver_follow_undone],
    net.ActorOpened: [fediverse.make_key],
    net.ActorChanged: [fediverse.deliver_profile],
    net.ActorMoved: [fediverse.deliver_move],
    net.ActorGone: [],
    net.ActorBlocked: [fediverse.deliver_block, fediverse.revoke_quotes],
    net.BlockUndone: [fediverse.deliver_block_undone],
    net.HostBlocked: [],
    net.HostUnblocked: [],
    net.VoteCast: [fediverse.deliver_vote],
    net.PollClosed: [timelines.tell_of_poll, fediverse.deliver_poll_result, web.show_poll],
    net.ReportMade: [fediverse.deliver_report],
    QuoteRevoked: [fediverse.deliver_revocation],
    NoticeGiven: [phone_apps.push_notice],
    tweetathon.TweetathonAdded: [],
    tweetathon.TweetathonChanged: [tweetathon_jobs.tell_correction],
    tweetathon.TweetathonCancelled: [tweetathon_jobs.tell_cancelling],
    tweetathon.TweetathonCounted: [tweetathon_jobs.show_figures],
    tweetathon.RegistrationAsked: [tweetathon_jobs.mail_link],
    tweetathon.RegistrationConfirmed: [tweetathon_jobs.tell_state],
    tweetathon.RegistrationChanged: [],
    tweetathon.RegistrationDecided: [tweetathon_jobs.tell_state],
    tweetathon.RegistrationWithdrawn: [],
    EventAdded: [fediverse.deliver_event],
    EventChanged: [fediverse.deliver_event_change],
    EventCancelled: [fediverse.deliver_event_change],
    PriorityAdded: [],
    PriorityChanged: [],
    PriorityReviewed: [],
    PriorityClosed: [],
    FollowAsked: [email.ask_for_confirmation],
    FollowConfirmed: [],
    FollowEnded: [],
    FollowerStopped: [],
    accounts.UserInvited: [account_mails.queue_invitation],
    accounts.SessionsEnded: [phone_apps.end_apps],
    accounts.UserDeactivated: [],
    accounts.RoleChanged: [],
    FollowsHandedOver: [email.tell_of_handover],
    teams.TeamFounded: [network.open_team, web.index_team],
    teams.TeamChanged: [network.tell_of_team, web.index_team],
    teams.CoverMoved: [web.index_place, network.tell_of_cover],
    teams.OfficerAdded: [network.open_officer, web.index_person],
    teams.OfficerChanged: [network.tell_of_officer, web.index_person],
    teams.OfficerPosted: [network.take_back_officer, web.index_person],
    teams.PostingEnded: [phone_apps.end_apps_of_posting, web.index_person],
    teams.OfficerHandedOver: [web.index_person],
    PictureAdded: [],
    PictureDescribed: [],
    PictureRemoved: [media.delete_bytes],
}

CHECK_WORDS = check_said
"""What is said of officers and teams on their pages is checked by this."""
ADVICE_ON_WORDS = advice_on
"""And what others said of their places, when it is taken over, is told of by this."""

HAND_OVERS: list[HandOver] = [FOLLOWERS, FAR_FOLLOWERS, OPEN_WORK]

SENDERS: dict[str, Callable[[Batch], None]] = {
    outgoing.CHANNEL: sending.send_batch,
    naming.CHANNEL: naming.send_batch,
    pushing.CHANNEL: pushing.send_batch,
    "email": email.send_batch,
    "account": account_mails.send_batch,
    posts.MAIL_CHANNEL: posts.send_batch,
    tweetathon_jobs.MAIL_CHANNEL: tweetathon_jobs.send_batch,
}

BY_THE_CLOCK: dict[Callable[[datetime], None], timedelta] = {
    changes.sweep: timedelta(seconds=2),
    posts.publish_due: timedelta(seconds=2),
    posts.erase_expired: timedelta(hours=1),
    guideline_jobs.forget_questions: timedelta(minutes=10),
    network.close_polls: timedelta(seconds=10),
    network.take_back_officers: timedelta(minutes=1),
    upkeep.tidy: timedelta(hours=1),
    follows.forget: timedelta(hours=1),
    tweetathon_jobs.forget: timedelta(hours=1),
    email.send_digests: timedelta(minutes=5),
    email.tidy_outbox: timedelta(hours=1),
    phone_apps.tidy: timedelta(hours=1),
    media.tidy: timedelta(hours=1),
    fediverse.forget_incoming: timedelta(hours=1),
    web.index_movers: timedelta(hours=1),
    web.forget_erased: timedelta(hours=1),
}

# For /metrics: a name -> what it counts, in words, and the count. No figure may be of few people.
GAUGES: dict[str, tuple[str, Callable[[], int]]] = {
    "tabard_posts_published": ("Posts that the public can read.", lambda: Post.objects.public().count()),
    "tabard_follows_confirmed": ("Follows that were confirmed and go on.", lambda: Follow.objects.confirmed().count()),
}
