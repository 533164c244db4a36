-- Purpose: a constant table of offshore places as one tuple, in the order that offshore_on.sql
-- reads it.
-- Words: offshore.
-- Returns: an expression. The word is offshore_table, or a row of constant_of.
(SELECT (offshore_places, offshore_from, offshore_to, has_later, later_offshore) FROM {{offshore}})
