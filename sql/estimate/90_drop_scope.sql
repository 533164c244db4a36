-- Purpose: drops the work lists of a run. Template: table. Parameter: scope.
ALTER TABLE {{table}} DROP PARTITION {scope:String}
