"""The hashtags and mentions of posts, written down so that their pages need not read texts."""

from tabard.lib import text as plain_text
from tabard.voice.posts.models import Post, PostMention, PostTag

LONGEST_MENTION = 320


def index_post(post: Post) -> None:
    """Write down the hashtags and mentions of `post`, so that their pages need not read texts."""
    post.tags.all().delete()
    post.mentions.all().delete()
    PostTag.objects.bulk_create(PostTag(post=post, name=name) for name in plain_text.hashtags(post.text))
    PostMention.objects.bulk_create(
        PostMention(post=post, handle=handle)
        for handle in (*plain_text.mentions(post.text), *plain_text.far_mentions(post.text))
        if len(handle) <= LONGEST_MENTION
    )
