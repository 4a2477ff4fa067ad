"""How the network is made: data, augmentation, network, fit, export, report.

Only scripts and `recognizer model` import it. The app does not, so it never needs Keras.
"""
