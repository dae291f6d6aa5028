"""Areas on the earth: reading them from files, mending them, measuring them, and finding which one covers a point.

Words: a *feature* is one area as a file gives it (code, name, shape); a *ring* is a closed line of positions; an *area*
is a feature mended and ready to be located in. Shapes are WGS84 longitude and latitude, in that order, as in RFC 7946.
"""
