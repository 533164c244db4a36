-- What is left of each key, month and line.
CREATE OR REPLACE TABLE ledger AS
SELECT operation, key <> '' AS is_known, key, month, line, sum(rest) AS rest
FROM part
SEMI JOIN counting USING (flow, operation)
JOIN money USING (flow)
GROUP BY ALL;

-- M-UNPLACED: reversals that name nothing known, of the operation that they go to; gross in full.
CREATE OR REPLACE TABLE unplaced AS
WITH stake AS (
  SELECT flow, operation, sum(share) AS share
  FROM stay
  GROUP BY ALL
)
SELECT
  operation,
  is_known,
  reversal.flow,
  reversal.source,
  reversal.flow_id,
  reversal.key,
  month_of(reversal.last_day) AS month,
  coalesce(reversal.value_date, reversal.statement_date, reversal.last_day) AS day,
  is_known AND reversal.key <> '' AS is_of_key,
  cut_up(CAST(amount AS HUGEINT) * high_rate * share, 100000000000000) AS eur
FROM reversal
JOIN stake USING (flow)
CROSS JOIN (VALUES (TRUE), (FALSE)) AS side (is_known)
WHERE target IS NULL;

-- Money is taken from the own month, then from earlier ones backwards, then from later ones; the
-- order of several take-backs makes no difference to what is left. So all are taken at once: first
-- from the last month to the first, where each month passes on what it cannot bear; then what the
-- first month passes on, from the first month to the last.
-- Both tables: operation, is_known, key, month, eur. Returns what is left of each month.
CREATE OR REPLACE MACRO after_taking(money_table, wanted_table) AS TABLE
WITH months AS (
  SELECT operation, is_known, key, month, sum(money) AS money, sum(wanted) AS wanted
  FROM (
    SELECT operation, is_known, key, month, eur AS money, 0::HUGEINT AS wanted
    FROM query_table(money_table)
    UNION ALL
    SELECT operation, is_known, key, month, 0, eur
    FROM query_table(wanted_table)
  )
  GROUP BY ALL
),
summed AS (
  SELECT *, sum(wanted - money) OVER backwards AS lacking
  FROM months
  WINDOW backwards AS (PARTITION BY operation, is_known, key ORDER BY month DESC)
),
passed AS (
  SELECT
    *,
    lacking - least(0, min(lacking) OVER backwards) AS passed_on
  FROM summed
  WINDOW backwards AS (PARTITION BY operation, is_known, key ORDER BY month DESC)
),
borne AS (
  SELECT
    *,
    money - (wanted + coalesce(lag(passed_on) OVER backwards, 0) - passed_on) AS rest,
    last_value(passed_on) OVER whole AS passed_on_by_first
  FROM passed
  WINDOW backwards AS (PARTITION BY operation, is_known, key ORDER BY month DESC),
    whole AS (
      PARTITION BY operation, is_known, key ORDER BY month DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    )
),
forwards AS (
  SELECT
    *,
    coalesce(
      sum(rest) OVER (
        PARTITION BY operation, is_known, key ORDER BY month
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ),
      0
    ) AS before
  FROM borne
)
SELECT
  operation, is_known, key, month,
  rest - least(rest, greatest(passed_on_by_first - before, 0)) AS rest
FROM forwards;

-- M-CARRY: what is below 0 is taken first, from its own key; then the unplaced reversals of the
-- key. What is more than the money of the key is taken from all money of the side.
CREATE OR REPLACE TABLE money_of_key AS
SELECT operation, is_known, key, month, sum(greatest(rest, 0)) AS eur
FROM ledger
GROUP BY ALL;

CREATE OR REPLACE TABLE deficit AS
SELECT operation, is_known, key, sum(-rest) AS eur
FROM ledger
WHERE rest < 0
GROUP BY ALL;

CREATE OR REPLACE TABLE unplaced_of_key AS
WITH available AS (
  SELECT
    operation, is_known, key,
    greatest(sum(money_of_key.eur) - coalesce(any_value(deficit.eur), 0), 0) AS eur
  FROM money_of_key
  LEFT JOIN deficit USING (operation, is_known, key)
  GROUP BY ALL
),
in_order AS (
  SELECT
    unplaced.*,
    coalesce(available.eur, 0) AS available,
    sum(unplaced.eur) OVER (
      PARTITION BY operation, is_known, key ORDER BY day, source, flow_id
    ) AS so_far
  FROM unplaced
  LEFT JOIN available USING (operation, is_known, key)
  WHERE is_of_key
)
SELECT *, greatest(0, least(eur, so_far - available)) AS above
FROM in_order;

CREATE OR REPLACE TABLE wanted_of_key AS
SELECT operation, is_known, key, month, -rest AS eur
FROM ledger
WHERE rest < 0
UNION ALL
SELECT operation, is_known, key, month, eur - above
FROM unplaced_of_key;

CREATE OR REPLACE TABLE left_of_key AS
SELECT operation, is_known, '' AS key, month, rest AS eur
FROM after_taking('money_of_key', 'wanted_of_key');

CREATE OR REPLACE TABLE wanted_of_side AS
SELECT operation, is_known, '' AS key, month, above AS eur
FROM unplaced_of_key
WHERE above > 0
UNION ALL
SELECT operation, is_known, '', month, eur
FROM unplaced
WHERE NOT is_of_key;

-- Within a month the lines are taken from in a fixed order, and of each key by itself: so what is
-- taken from a month is first spread over its lines.
CREATE OR REPLACE TABLE side_line AS
WITH taken_of_key AS (
  SELECT operation, is_known, key, month, money_of_key.eur - left_of.rest AS taken
  FROM money_of_key
  JOIN after_taking('money_of_key', 'wanted_of_key') AS left_of
    USING (operation, is_known, key, month)
),
ordered AS (
  SELECT
    *,
    coalesce(
      sum(greatest(rest, 0)) OVER (
        PARTITION BY operation, is_known, key, month
        ORDER BY line
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ),
      0
    ) AS before
  FROM ledger
),
left_of_lines AS (
  SELECT
    operation, is_known, month, line,
    greatest(rest, 0)
      - least(greatest(rest, 0), greatest(coalesce(taken, 0) - before, 0)) AS rest
  FROM ordered
  LEFT JOIN taken_of_key USING (operation, is_known, key, month)
)
SELECT operation, is_known, month, line, sum(rest) AS rest
FROM left_of_lines
GROUP BY ALL;

CREATE OR REPLACE TABLE left_of_side AS
WITH taken_of_side AS (
  SELECT
    operation, is_known, month,
    sum(left_of_key.eur) - any_value(left_of.rest) AS taken
  FROM left_of_key
  JOIN after_taking('left_of_key', 'wanted_of_side') AS left_of
    USING (operation, is_known, month)
  GROUP BY ALL
),
ordered AS (
  SELECT
    *,
    coalesce(
      sum(rest) OVER (
        PARTITION BY operation, is_known, month
        ORDER BY line
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ),
      0
    ) AS before
  FROM side_line
)
SELECT
  operation, is_known, month, line,
  rest - least(rest, greatest(coalesce(taken, 0) - before, 0)) AS rest
FROM ordered
LEFT JOIN taken_of_side USING (operation, is_known, month);
