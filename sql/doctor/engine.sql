-- Purpose: which engine answers.
-- Returns: version.
SELECT version() AS version
