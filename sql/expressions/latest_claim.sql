-- Purpose: the latest rows of a registry that are not in dispute, and whether each is contested:
-- another row claims the same thing for another operation on a day of this one.
-- Words: rows, thing.
-- Returns: a SELECT: the columns of `rows` (a record table with operation, valid_from and valid_to),
-- first_day, last_day, is_contested. thing: the columns that say what is claimed.
WITH
  latest AS (
    {{include expressions/latest_revision
      rows: {{rows}}
      id: record_id
    }}
  ),
  claim AS (
    SELECT
      *,
      ifNull(toInt32(valid_from), {{include expressions/first_day}}) AS first_day,
      ifNull(toInt32(valid_to), {{include expressions/last_day}}) AS last_day,
      groupArray((operation, first_day, last_day)) OVER (PARTITION BY {{thing}}) AS claims
    FROM latest
    WHERE contents = 1
  )
SELECT
  * EXCEPT (claims),
  toUInt8(arrayExists(
    other -> other.1 NOT IN ('', operation)
      AND operation != ''
      AND other.2 <= last_day
      AND first_day <= other.3,
    claims)) AS is_contested
FROM claim
