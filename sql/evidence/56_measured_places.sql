-- Purpose: the properties that panels measured.
-- Parameters: as_of.
-- Returns: property.
SELECT DISTINCT property
FROM panel_record
WHERE known_at <= {as_of:DateTime64(3)}
