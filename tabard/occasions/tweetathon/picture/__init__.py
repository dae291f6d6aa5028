"""The picture of a tweetathon: its figures on one page, on the site or in a file that needs nothing else.

It is made from what `counting` tells as JSON and from nothing else, so that anybody can make it again from that file.
"""
