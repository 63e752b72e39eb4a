"""How a guest behaves: robots.txt, pace, and the middleware that holds to both."""
