"""What residents see: home, neighbourhood, officer, post and badge pages, and the search over them."""
