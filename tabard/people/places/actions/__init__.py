"""What people do with places: describe forces and neighbourhoods, switch boundaries on, place pins, list postcodes."""
