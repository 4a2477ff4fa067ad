"""Pictures of pages: how they lie, what stands in printed cells, all read line by line."""
