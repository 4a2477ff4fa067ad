"""Files of the user: saving, opening and copying pictures and ink."""
