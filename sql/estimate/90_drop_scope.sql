-- Purpose: drops the work lists of a run.
-- Parameters: scope.
-- Words: table.
ALTER TABLE {{table}} DROP PARTITION {scope:String}
