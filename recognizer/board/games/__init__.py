"""Games on the board: the card on which one is chosen, a round as it is played, and how it ends.

A new game is one file of tasks in `play`, and one face here where the task looks different.
"""
