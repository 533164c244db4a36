-- Purpose: versions of reference data, with what each holds. With every = 0 only those in force. Of
-- the daily rates each table is listed: all of them are in force together, but for those that a
-- person took out.
-- Parameters: every.
-- Returns: name, version, origin, in_force, row_count, draft_count (rows that count nowhere),
-- source (of daily rates), first and last (period of rates), loaded_at, reason (why a table of
-- daily rates was taken out).
WITH
  version_of_name AS (
    SELECT
      name,
      version,
      argMax(origin, loaded_at) AS last_origin,
      max(loaded_at) AS last_loaded_at,
      '' AS reason,
      argMax(version, last_loaded_at) OVER (PARTITION BY name) AS current,
      version = current AS is_in_force
    FROM reference_version
    WHERE name != 'fx_daily'
    GROUP BY name, version
  ),
  -- Each note about a table of daily rates: whether it counted from then on.
  noted_table AS (
    SELECT
      noted.1 AS version,
      noted.2 AS counts,
      origin,
      loaded_at,
      reference_version.reason AS reason
    FROM reference_version FINAL
    ARRAY JOIN arrayConcat(
      arrayMap(part -> (part, 1), parts),
      arrayMap(part -> (part, 0), withdrawn)) AS noted
    WHERE name = 'fx_daily'
  ),
  daily_table AS (
    SELECT
      'fx_daily' AS name,
      version,
      argMinIf(origin, loaded_at, counts = 1) AS last_origin,
      minIf(loaded_at, counts = 1) AS last_loaded_at,
      argMax(if(counts = 1, '', noted_table.reason), loaded_at) AS reason,
      '' AS current,
      version IN {{include expressions/daily_tables_in_force}} AS is_in_force
    FROM noted_table
    GROUP BY version
  ),
  loaded AS (
    SELECT * FROM version_of_name
    UNION ALL
    SELECT * FROM daily_table
  ),
  content AS (
    SELECT
      'fx' AS of_name,
      toString(version) AS of_version,
      count() AS row_count,
      0 AS draft_count,
      '' AS sources,
      min(period) AS first_period,
      max(period) AS last_period
    FROM fx_rate FINAL
    GROUP BY of_version
    UNION ALL
    SELECT
      'fx_daily',
      toString(version) AS of_version,
      count(),
      0,
      arrayStringConcat(arraySort(groupUniqArray(toString(source))), ', '),
      toString(min(day)),
      toString(max(day))
    FROM daily_rate FINAL
    GROUP BY of_version
    UNION ALL
    {{include reference/listed_rows
      table: euro_conversion
      draft: 0
    }}
    UNION ALL
    {{include reference/listed_rows
      table: jurisdiction
      draft: 0
    }}
    UNION ALL
    {{include reference/listed_rows
      table: offshore_centre
      draft: 0
    }}
    UNION ALL
    {{include reference/listed_rows
      table: network_name_listed
      draft: 0
    }}
    UNION ALL
    {{include reference/listed_rows
      table: disjoint_source
      draft: 0
    }}
    UNION ALL
    {{include reference/listed_rows
      table: audience_policy
      draft: 0
    }}
    UNION ALL
    {{include reference/listed_rows
      table: reference_case
      draft: 0
    }}
    UNION ALL
    {{include reference/listed_rows
      table: peg
      draft: status != 'approved'
    }}
    UNION ALL
    {{include reference/listed_rows
      table: rate_card
      draft: status != 'approved'
    }}
  )
SELECT
  loaded.name AS name,
  loaded.version AS version,
  loaded.last_origin AS origin,
  toUInt8(loaded.is_in_force) AS in_force,
  ifNull(content.row_count, 0) AS row_count,
  ifNull(content.draft_count, 0) AS draft_count,
  ifNull(content.sources, '') AS source,
  ifNull(content.first_period, '') AS first,
  ifNull(content.last_period, '') AS last,
  toString(loaded.last_loaded_at) AS loaded_at,
  loaded.reason AS reason
FROM loaded
LEFT ANY JOIN content
  ON loaded.version = content.of_version AND loaded.name = content.of_name
WHERE {every:UInt8} = 1 OR in_force = 1
ORDER BY name, loaded_at
SETTINGS join_use_nulls = 0
