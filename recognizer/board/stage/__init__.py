"""The scene (all there is to see at one moment), and the view that draws it."""
