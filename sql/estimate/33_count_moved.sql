-- Purpose: whether any site changes hands, or is claimed twice, on some day. The spans are listed
-- before (32_fill_spans.sql).
-- Parameters: scope.
-- Returns: moved (the number of such sites).
SELECT count() AS moved FROM property_span_of WHERE scope = {scope:String} AND is_whole = 0
