"""Forces, neighbourhoods, boundary generations, postcodes, and locating a point in them."""
