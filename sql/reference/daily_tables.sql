-- Purpose: which tables of daily rates are in force, which a person took out, and which were ever
-- loaded. Two programs that load at the same moment can each miss the table of the other: then a
-- table is in none of the first two lists, and the next load joins it again.
-- Returns: one row: parts, withdrawn, loaded.
SELECT
  argMax(parts, loaded_at) AS parts,
  argMax(withdrawn, loaded_at) AS withdrawn,
  arraySort(arrayDistinct(arrayFlatten(groupArray(reference_version.parts)))) AS loaded
FROM reference_version
WHERE name = 'fx_daily'
