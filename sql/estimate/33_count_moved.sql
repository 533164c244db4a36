-- Purpose: whether any site changes hands, or is claimed twice, on some day. Parameter: scope; the
-- spans are listed before (fill_spans.sql). Returns: moved, the number of such sites.
SELECT count() AS moved FROM site_span_of WHERE scope = {scope:String} AND is_whole = 0
