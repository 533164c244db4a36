-- Purpose: whether any site changes hands, or is claimed twice, on some day. Parameter: as_of. Returns: moved, the number of such sites.
SELECT count() AS moved FROM site_longest_span_at(as_of = {as_of:DateTime64(3)}) WHERE NOT is_whole
