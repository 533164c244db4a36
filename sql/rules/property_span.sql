-- Purpose: M-PROPERTY. Which operation a property belongs to on which days. A registry row covers
-- its property and what lies below it; of the rows in force on a day those with the longest name
-- hold. Rows of that name that claim several operations claim it for nobody. A name that nobody
-- claims is an operation of its own: the name of the row where one is in force, else the last of
-- the ancestors (the registrable domain), else the property itself.
-- Words: names, claims.
-- Returns: a SELECT: span_property, span_from (first day of each span, ascending), span_operation
-- (operation of each span; empty: several claim it). names: property, ancestors. claims: as
-- site_latest_at has them.
WITH
  cover AS (
    SELECT
      property AS span_property,
      arrayPushFront(ancestors, property) AS path,
      path[-1] AS domain,
      covering,
      depth
    FROM (SELECT DISTINCT property, ancestors FROM {{names}})
    ARRAY JOIN
      arrayPushFront(ancestors, property) AS covering,
      arrayEnumerate(arrayPushFront(ancestors, property)) AS depth
  ),
  claim AS (
    SELECT
      property AS claimed,
      operation,
      ifNull(toInt32(valid_from), {{include expressions/first_day}}) AS first_day,
      ifNull(toInt32(valid_to), {{include expressions/last_day}}) AS last_day
    FROM {{claims}}
  ),
  claimed_property AS (
    SELECT
      span_property,
      any(domain) AS fallback,
      CAST(
        groupArrayIf((depth, first_day, last_day, operation, covering), claimed != ''),
        'Array(Tuple(depth UInt32, first_day Int32, last_day Int32, operation String, name String))'
      ) AS rows
    FROM cover
    LEFT JOIN claim ON covering = claimed
    GROUP BY span_property
  )
SELECT
  span_property,
  -- A span begins on the first day of the calendar, where a row begins, and the day after one ends.
  arraySort(arrayDistinct(arrayConcat(
    [{{include expressions/first_day}}],
    arrayMap(row -> row.first_day, rows),
    arrayMap(row -> row.last_day + 1, rows)))) AS span_from,
  arrayMap(
    day -> arrayFilter(row -> row.first_day <= day AND day <= row.last_day, rows),
    span_from) AS in_force,
  arrayMap(
    found -> arrayFilter(row -> row.depth = arrayMin(other -> other.depth, found), found),
    in_force) AS longest,
  arrayMap(
    found -> arrayDistinct(arrayFilter(
      operation -> operation != '',
      arrayMap(row -> row.operation, found))),
    longest) AS operations,
  arrayMap(
    (found, named) -> multiIf(
      length(named) = 1, named[1],
      length(named) > 1, '',
      notEmpty(found), found[1].name,
      fallback),
    longest, operations) AS span_operation
FROM claimed_property
