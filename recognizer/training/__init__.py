"""How the network is made: data, augmentation, network, fit, export, report.

Imported by scripts only; the app never comes here, and so never needs Keras.
"""
