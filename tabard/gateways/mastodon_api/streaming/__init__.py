"""What happens, told to open apps at once: over a websocket or as server-sent events, beside Django, since thousands of
connections stay open.

A *stream* is what an app listens to (`user`, `public:local`, `hashtag`); it is fed by the topics of `voice.timelines`.
"""
