"""Networks of others: those of other drawing boards, and anybody's."""
