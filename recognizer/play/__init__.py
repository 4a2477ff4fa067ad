"""Games: their tasks, what an answer is worth, and the score book. No pygame, no clock, no chance.

Time and random numbers are passed in. A game on the board is one file of tasks here, and one face
there.
"""
