-- Purpose: the as_of of a question about everything that is known. No record is younger. The same
-- time is NOW in pipeline/estimate/run.ts.
-- Returns: a text in quotes, for a parameter or for toDateTime64.
'2200-01-01 00:00:00'
