-- Purpose: which engine answers. Parameters: none. Returns: version.
SELECT version() AS version
