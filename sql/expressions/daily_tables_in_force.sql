-- Purpose: the versions of the tables of daily rates in force. All of them count: a table that was
-- loaded later never takes the place of an older one.
-- Returns: a SELECT of one column, for IN.
(
  SELECT arrayJoin(parts)
  FROM (
    SELECT argMax(parts, loaded_at) AS parts
    FROM reference_version
    WHERE name = 'fx_daily'
  )
)
