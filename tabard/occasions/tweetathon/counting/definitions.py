"""What each figure means, in one place: pages, documents and JSON show these sentences and no others."""

from dataclasses import dataclass

GIVEN, EITHER = "given", "given or inferred"


@dataclass(frozen=True)
class Definition:
    """`basis` says whether a figure rests on what networks tell, or also on what was inferred from texts and places."""

    title: str
    sentence: str
    basis: str = GIVEN


HIDDEN = " What fewer than three authors wrote is not shown in public."
FIGURES = {
    "posts": Definition(
        "Posts",
        "All posts: originals, replies among them, and reposts. Each counts once, whatever the number of files it "
        "stands in; what was deleted does not count.",
    ),
    "originals": Definition(
        "Originals",
        "Posts that somebody wrote: everything that is not a repost. Quotes and replies are among them.",
    ),
    "replies": Definition(
        "Replies",
        "Those originals that answer another post.",
    ),
    "reposts": Definition(
        "Reposts",
        "Posts that repeat another unchanged: retweets, boosts, reposts. Where a table tells no original, a text "
        "that begins with “RT @name:” is taken for one.",
        EITHER,
    ),
    "authors": Definition(
        "Authors",
        "Accounts that posted or reposted. The same person on two networks is two.",
    ),
    "posts_without_author": Definition(
        "Posts without an author",
        "Posts whose source tells no author. They count as posts, and add no author and no follower.",
    ),
    "languages": Definition(
        "Languages",
        "Different languages of the posts, as the network tells or, where it does not, as the text shows. "
        "“Unknown” is not a language. A repost without one has that of its original.",
        EITHER,
    ),
    "countries": Definition(
        "Countries",
        "Different countries: of the place that a post was given or, where it has none, of the force that registered "
        "the account or of the place in its author’s profile.",
        EITHER,
    ),
    "combined_followers": Definition(
        "Combined followers",
        "The followers of all authors, added up, with the largest count known of each. People who follow several "
        "of them are in it several times, so it is an upper bound of whom the posts could reach.",
    ),
    "authors_without_followers": Definition(
        "Authors whose followers are not known",
        "Authors whose number of followers no source tells. They are left out of the combined followers, not "
        "counted as none.",
    ),
    "estimated_audience": Definition(
        "Estimated audience",
        "Accounts that follow at least one of the authors, each once, where lists of followers are known; authors "
        "without a list add all their followers. Without any list it cannot be told.",
        EITHER,
    ),
    "by_hour": Definition(
        "Posts by hour",
        "Posts in each hour, in UTC. Posts without a time are in none.",
    ),
    "by_language": Definition(
        "Posts by language",
        "Posts in each language. Posts whose language is not known are left out.",
        EITHER,
    ),
    "by_country": Definition(
        "Posts by country",
        "Posts from each country. Posts whose country is not known are left out.",
        EITHER,
    ),
    "by_network": Definition(
        "Posts by network",
        "Posts on each network.",
    ),
    "by_device": Definition(
        "Posts by device",
        "Posts from each program or device, where the network tells." + HIDDEN,
    ),
    "by_force": Definition(
        "Posts by force",
        "Posts and reposts of the accounts that each force registered.",
    ),
    "accounts_by_force": Definition(
        "Accounts by force",
        "Registered accounts of each force that posted or reposted.",
    ),
    "followers_by_force": Definition(
        "Combined followers by force",
        "Combined followers of each force’s accounts that posted: again an upper bound.",
    ),
    "hashtags": Definition(
        "Hashtags",
        "Posts with each hashtag, reposts with those of their original. Capitals make no difference." + HIDDEN,
    ),
    "links": Definition(
        "Links",
        "Posts with each address that leads out of the network." + HIDDEN,
    ),
    "most_shared": Definition(
        "Most shared",
        "Originals by the number of their reposts among the posts counted.",
    ),
}
BY_ANYBODY = ("hashtags", "links", "by_device")
"""Of these a single author can put any word there."""
LISTS = ("hashtags", "links", "most_shared")
TOTALS = tuple(name for name in FIGURES if name not in LISTS and "by_" not in name)
"""The figures that are one number. All others but LISTS are numbers by item."""
