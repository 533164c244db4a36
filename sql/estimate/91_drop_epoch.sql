-- Purpose: drops what became of flows by an epoch.
-- Parameters: epoch.
-- Words: table.
ALTER TABLE {{table}} DROP PARTITION {epoch:UInt64}
