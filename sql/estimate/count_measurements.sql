-- Purpose: whether there is anything to model. Parameter: as_of. Returns: measurements, 0 or 1.
SELECT count() AS measurements FROM (SELECT 1 FROM panel_record WHERE known_at <= {as_of:DateTime64(3)} LIMIT 1)
