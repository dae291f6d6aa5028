"""What comes round: days and seasons that many forces share."""
