"""What the audit chain holds, told in sentences: one for each act that is written down anywhere in the house."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tabard.plant.audit.models import AuditEntry

Names = Mapping[str, str]
"""What rows are called today, by their code, as `names_of` finds it."""

# {who} did it, to {what}, for or to {whom}; {app} is what an app calls itself
SENTENCES: dict[str, Promise] = {
    "accounts.added": gettext_lazy("{who} added an account for {what}"),
    "accounts.authenticator_app_added": gettext_lazy("{who} set up an authenticator app"),
    "accounts.authenticator_app_removed": gettext_lazy("{who} removed their authenticator app"),
    "accounts.deactivated": gettext_lazy("{who} shut the account of {what}"),
    "accounts.directory_matched": gettext_lazy("{who} signed in through the force’s directory for the first time"),
    "accounts.invitation_accepted": gettext_lazy("{who} accepted the invitation"),
    "accounts.invited": gettext_lazy("{who} invited {what} by e-mail"),
    "accounts.passkey_added": gettext_lazy("{who} added a passkey"),
    "accounts.passkey_removed": gettext_lazy("{who} removed a passkey"),
    "accounts.password_changed": gettext_lazy("{who} changed their password"),
    "accounts.password_reset": gettext_lazy("{who} chose a new password through a mailed link"),
    "accounts.password_set": gettext_lazy("{who} set a password"),
    "accounts.reactivated": gettext_lazy("{who} opened the account of {what} again"),
    "accounts.recovery_codes_made": gettext_lazy("{who} made new recovery codes"),
    "accounts.role_changed": gettext_lazy("{who} gave {what} another role"),
    "accounts.second_factor_failed": gettext_lazy("Somebody signing in as {who} gave a wrong second factor"),
    "accounts.second_factors_removed": gettext_lazy("{who} removed the second factors of {what}"),
    "accounts.sign_in_failed": gettext_lazy("Somebody tried to sign in as {who} and failed"),
    "accounts.signed_in": gettext_lazy("{who} signed in"),
    "accounts.signed_out": gettext_lazy("{who} signed out"),
    "activitypub.key_rotated": gettext_lazy("{who} gave {what} a new key in the fediverse"),
    "activitypub.quote_revoked": gettext_lazy("{who} took back the leave of {what} to quote {whom}"),
    "apps.let_in": gettext_lazy("{who} let the app {app} speak for {whom}"),
    "apps.shut_out": gettext_lazy("{who} ended the app {app}, which spoke for {whom}"),
    "delivery.retried": gettext_lazy("{who} had {what} sent again, where sending had been given up"),
    "events.added": gettext_lazy("{who} added {what}"),
    "events.cancelled": gettext_lazy("{who} cancelled {what}"),
    "events.changed": gettext_lazy("{who} changed {what}"),
    "events.priority_added": gettext_lazy("{who} added {what} in {whom}"),
    "events.priority_changed": gettext_lazy("{who} changed {what} in {whom}"),
    "events.priority_closed": gettext_lazy("{who} closed {what} in {whom}"),
    "events.priority_reviewed": gettext_lazy("{who} looked at {what} in {whom} again, and it stays"),
    "guidelines.acknowledged": gettext_lazy("{who} read {what}"),
    "guidelines.adopted": gettext_lazy("{who} made {what} the one that applies"),
    "guidelines.election_added": gettext_lazy("{who} added {what}, before which the rule on politics is stricter"),
    "guidelines.election_removed": gettext_lazy("{who} removed {what}, before which the rule on politics was stricter"),
    "guidelines.lexicon_retired": gettext_lazy("{who} retired {what}"),
    "guidelines.lexicon_saved": gettext_lazy("{who} changed {what}"),
    "guidelines.rule_changed": gettext_lazy("{who} changed {what}"),
    "media.picture_added": gettext_lazy("{who} added {what}"),
    "media.picture_described": gettext_lazy("{who} described {what} anew"),
    "media.picture_focused": gettext_lazy("{who} said what of {what} must stay in sight"),
    "media.picture_kept": gettext_lazy("{who} kept {what} to use it again"),
    "media.picture_removed": gettext_lazy("{who} removed {what}"),
    "media.picture_sealed": gettext_lazy("{who} took {what} from sight; a legal hold keeps it"),
    "network.actor_blocked": gettext_lazy("{who} blocked {what} from answering {whom}"),
    "network.actor_unblocked": gettext_lazy("{who} let {what} answer {whom} again"),
    "network.host_blocked": gettext_lazy("{who} kept out {what}"),
    "network.host_unblocked": gettext_lazy("{who} let in {what} again"),
    "network.passed_on": gettext_lazy("{who} passed on what {what} wrote, in the name of {whom}"),
    "network.poll_closed": gettext_lazy("{who} closed the poll of {what} and wrote its count down"),
    "network.reply_held": gettext_lazy("{who} held back {what} to {whom}, since its author changed it"),
    "network.reply_hidden": gettext_lazy("{who} hid {what} to {whom}"),
    "network.reply_policy": gettext_lazy("{who} changed whose answers to {what} are shown"),
    "network.reply_shown": gettext_lazy("{who} showed {what} to {whom}"),
    "network.report_settled": gettext_lazy("{who} settled {what}"),
    "network.reported": gettext_lazy("{who} reported {what}"),
    "places.force_added": gettext_lazy("{who} added {what}"),
    "places.force_described": gettext_lazy("{who} changed what is said about {what}"),
    "places.generation_imported": gettext_lazy("{who} imported {what}"),
    "places.generation_switched_on": gettext_lazy("{who} switched on {what}"),
    "places.neighbourhood_described": gettext_lazy("{who} changed what is said about {what}"),
    "places.pin_placed": gettext_lazy("{who} pinned a place to {whom}"),
    "places.pin_removed": gettext_lazy("{who} removed a pin from {whom}"),
    "places.postcodes_listed": gettext_lazy("{who} imported {what}"),
    "posts.discarded": gettext_lazy("{who} threw away {what}, a draft"),
    "posts.edited": gettext_lazy("{who} edited {what}"),
    "posts.hold_placed": gettext_lazy("{who} placed {what}: nothing that it covers is deleted"),
    "posts.hold_released": gettext_lazy("{who} released {what}"),
    "posts.held": gettext_lazy("{who} wrote {what}, which waits for a review"),
    "posts.override_asked": gettext_lazy("{who} asked that {what} goes out though the guidelines refuse it"),
    "posts.passed_on": gettext_lazy("{who} passed {what} on to the team when its author left"),
    "posts.published": gettext_lazy("{who} published {what}"),
    "posts.erased": gettext_lazy("{who} erased the words of {what}, whose time was over"),
    "posts.records_exported": gettext_lazy("{who} wrote records into files"),
    "posts.retention_changed": gettext_lazy("{who} changed how long {what} is kept"),
    "posts.retracted": gettext_lazy("{who} took back {what}"),
    "posts.returned": gettext_lazy("{who} brought {what} back as a draft"),
    "posts.review_approved": gettext_lazy("{who} approved {what}"),
    "posts.review_returned": gettext_lazy("{who} looked at {what} and returned it"),
    "posts.review_withdrawn": gettext_lazy("{who} took back the question whether {what} may go out"),
    "posts.saved": gettext_lazy("{who} saved {what}"),
    "posts.scheduled": gettext_lazy("{who} gave {what} a time to go out"),
    "posts.series_started": gettext_lazy("{who} began {what}"),
    "posts.unscheduled": gettext_lazy("{who} made {what} a draft again"),
    "teams.account_given": gettext_lazy("{who} gave {what} an account"),
    "teams.changed": gettext_lazy("{who} changed what is said about {what}"),
    "teams.cover_moved": gettext_lazy("{who} gave {what} to {whom} to look after"),
    "teams.founded": gettext_lazy("{who} founded the team {what}"),
    "teams.handed_over": gettext_lazy("{who} handed over from {what} to {whom}"),
    "teams.officer_added": gettext_lazy("{who} added {what}"),
    "teams.officer_changed": gettext_lazy("{who} changed what is said about {what}"),
    "teams.officer_posted": gettext_lazy("{who} posted {what} to {whom}"),
    "teams.posting_ended": gettext_lazy("{who} ended the posting of {what} to {whom}"),
    "tweetathon.added": gettext_lazy("{who} added the tweetathon {what}"),
    "tweetathon.cancelled": gettext_lazy("{who} cancelled the tweetathon {what}"),
    "tweetathon.changed": gettext_lazy("{who} changed the tweetathon {what}"),
    "tweetathon.registered": gettext_lazy("{who} took in {what} for {whom}, whose mail was answered"),
    "tweetathon.registration_accepted": gettext_lazy("{who} accepted {what} for {whom}"),
    "tweetathon.registration_changed": gettext_lazy("{who} took in changes of {what} for {whom}, sent by its own link"),
    "tweetathon.registration_refused": gettext_lazy("{who} refused {what} for {whom}"),
    "tweetathon.registration_withdrawn": gettext_lazy("{who} ended {what} for {whom}, at the force’s wish"),
    "tweetathon.registrations_exported": gettext_lazy("{who} exported the registrations for {what}"),
    "tweetathon.year_removed": gettext_lazy("{who} removed the figures of one year from {what}"),
    "tweetathon.year_saved": gettext_lazy("{who} wrote down the figures of one year for {what}"),
}
UNKNOWN = gettext_lazy("{who} did “{act}” to {what}")
"""For an entry that another version of this program wrote."""

# What a row is called that has no name, or that is gone
KINDS: dict[str, Promise] = {
    "accounts.user": gettext_lazy("account {number}"),
    "events.event": gettext_lazy("event {number}"),
    "events.priority": gettext_lazy("priority {number}"),
    "media.picture": gettext_lazy("picture {number}"),
    "network.actor": gettext_lazy("account {number} in the fediverse"),
    "network.hostblock": gettext_lazy("a server (rule {number})"),
    "network.note": gettext_lazy("an answer"),
    "network.report": gettext_lazy("report {number}"),
    "places.boundarygeneration": gettext_lazy("boundaries {number}"),
    "places.force": gettext_lazy("force {number}"),
    "places.neighbourhood": gettext_lazy("neighbourhood {number}"),
    "places.pin": gettext_lazy("pin {number}"),
    "posts.legalhold": gettext_lazy("legal hold {number}"),
    "posts.post": gettext_lazy("post {number}"),
    "posts.series": gettext_lazy("series {number}"),
    "teams.officer": gettext_lazy("officer {number}"),
    "teams.team": gettext_lazy("team {number}"),
    "tweetathon.registration": gettext_lazy("registration {number}"),
    "tweetathon.tweetathon": gettext_lazy("tweetathon {number}"),
}
WORDS: dict[str, Promise] = {"all": gettext_lazy("everything"), "postcodes": gettext_lazy("postcodes")}


def told(entry: AuditEntry, names: Names) -> SafeString:
    """The entry as a sentence in HTML; what it was done to leads to all that was done to it."""
    what = format_html('<a href="?{}">{}</a>', urlencode({"about": entry.subject}), called(entry.subject, names))
    who = _("The server") if entry.actor_id is None else entry.actor_name
    return format_html(
        str(SENTENCES.get(entry.act, UNKNOWN)),
        who=format_html("<b>{}</b>", who),
        what=what,
        whom=called(entry.on_behalf_of, names),
        act=entry.act,
        app=format_html("<bdi>{}</bdi>", entry.detail.get("app", "")),
    )


def for_whom(entry: AuditEntry, names: Names) -> str:
    """For whom it was done, where its sentence leaves that out."""
    is_told = "{whom}" in str(SENTENCES.get(entry.act, UNKNOWN))
    return "" if is_told else called(entry.on_behalf_of, names)


def called(code: str, names: Names) -> str:
    """`teams.officer:6` as people say it; a word that is no code stays as it is."""
    if code in names:
        return names[code]
    label, _colon, number = code.partition(":")
    if label in KINDS:
        return str(KINDS[label]).format(number=number)
    return str(WORDS.get(code, code))
