"""The frame and the components that every page is made of."""
