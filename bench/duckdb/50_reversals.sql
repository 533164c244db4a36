-- What each reversal names: a flow of money; or, where the name is not known, the one flow of its
-- key and account with that id; or nothing (M-UNPLACED). A reversal of a reversal is idle.
CREATE OR REPLACE TABLE reversal AS
WITH named AS (
  SELECT
    taken.flow,
    taken.reverses,
    taken.account,
    taken.key,
    other.flow AS entry,
    coalesce(twin.stands, other.flow) AS target
  FROM standing AS taken
  LEFT JOIN standing AS other
    ON other.source = coalesce(taken.reverses.source, taken.source)
      AND other.flow_id = taken.reverses.flow_id
  LEFT JOIN twin ON twin.flow = other.flow
  WHERE taken.status = 'reversed'
),
by_id AS (
  SELECT named.flow, min(money.flow) AS target
  FROM named
  JOIN money
    ON money.flow_id = named.reverses.flow_id
      AND money.account = named.account
      AND money.key = named.key
  WHERE entry IS NULL AND named.account <> ''
  GROUP BY named.flow
  HAVING min(money.flow) = max(money.flow)
)
SELECT
  taken.*,
  money.flow AS target
FROM named
JOIN standing AS taken USING (flow)
LEFT JOIN by_id USING (flow)
LEFT JOIN money ON money.flow = coalesce(by_id.target, named.target)
LEFT JOIN standing AS idle ON idle.flow = named.target AND idle.status = 'reversed'
WHERE idle.flow IS NULL;

-- The take-backs of each operation that act on a known flow: reversals, and supersessions. In 1e-10
-- EUR at the highest rate of the dates of the target; of a reversal in another currency of its own
-- dates as well. NULL: without a rate, which takes all. What was passed on concerns each operation
-- that got of it, in full.
CREATE OR REPLACE TABLE take_back AS
WITH passed_on AS (
  SELECT DISTINCT superseder.flow, operation
  FROM superseder
  JOIN stay ON stay.flow = hop
),
stake AS (
  SELECT flow, operation, sum(share) AS share
  FROM stay
  GROUP BY ALL
),
stake_in_reversed AS (
  SELECT
    flow,
    operation,
    if(passed_on.flow IS NULL, share, 1000000) AS share
  FROM stake
  FULL JOIN passed_on USING (flow, operation)
),
reversed AS (
  SELECT
    'reversal' AS kind, reversal.flow, reversal.source, reversal.flow_id, reversal.amount,
    reversal.currency, reversal.value_date, reversal.statement_date, reversal.target, operation,
    share,
    if(
      reversal.currency = money.currency,
      money.high_rate,
      greatest(reversal.high_rate, value_rate.high, statement_rate.high)
    ) AS rate
  FROM reversal
  JOIN money ON money.flow = target
  JOIN stake_in_reversed AS stake ON stake.flow = target
  LEFT JOIN rate AS value_rate
    ON value_rate.currency = reversal.currency AND value_rate.day = money.value_date
  LEFT JOIN rate AS statement_rate
    ON statement_rate.currency = reversal.currency AND statement_rate.day = money.statement_date
),
superseded AS (
  SELECT
    'supersession' AS kind, flow, source, flow_id, amount, currency, value_date, statement_date,
    flow AS target, operation, share, high_rate AS rate
  FROM money
  JOIN stake USING (flow)
  WHERE is_superseded
),
every AS (
  SELECT * FROM reversed
  UNION ALL
  SELECT * FROM superseded
)
SELECT
  row_number() OVER () AS take_back,
  every.*,
  coalesce(every.value_date, every.statement_date) AS day,
  money.key,
  money.source AS target_source,
  money.is_payment_dated AS is_target_payment_dated,
  money.is_superseded,
  money.value_date AS target_day,
  money.first_day,
  money.last_day,
  money.window_first,
  money.window_last,
  cut_up(CAST(every.amount AS HUGEINT) * rate * share, 100000000000000) AS eur
FROM every
JOIN money ON money.flow = every.target;

-- M-REVERSAL: a reversal of a flow that stands is taken from its parts, each cut like the part.
UPDATE part
SET rest = if(takes_all, least(part.rest - taken, 0), part.rest - taken)
FROM (
  WITH acting AS (
    SELECT
      target AS flow,
      operation,
      take_back.amount,
      if(take_back.currency = money.currency, low_rate, rate) AS rate
    FROM take_back
    JOIN money ON money.flow = target
    WHERE kind = 'reversal' AND NOT take_back.is_superseded
  )
  SELECT
    part,
    sum(CAST(amount AS HUGEINT) * rate * (share * days) // (100000000000000 * period_days))
      AS taken,
    count(rate) < count(*) AS takes_all
  FROM part
  JOIN acting USING (flow, operation)
  GROUP BY part
) AS reversed
WHERE part.part = reversed.part;

-- A reversal of what was passed on is taken from each flow that it was passed on to, at most what
-- is left of that, in proportion to its parts.
CREATE OR REPLACE TABLE passed_reversal AS
SELECT take_back, take_back.operation, hop AS flow
FROM take_back
JOIN superseder ON superseder.flow = target
JOIN money ON money.flow = hop
WHERE kind = 'reversal' AND take_back.is_superseded AND NOT money.is_superseded
  AND EXISTS (FROM part WHERE part.flow = hop AND part.operation = take_back.operation);

UPDATE part
SET rest = part.rest - least(part.rest, cut_up(taken * part.rest, whole))
FROM (
  WITH hop_rest AS (
    SELECT flow, operation, sum(greatest(rest, 0)) AS rest, sum(share * days) AS held,
      max(period_days) AS period_days
    FROM part
    SEMI JOIN passed_reversal USING (flow, operation)
    GROUP BY ALL
  )
  SELECT
    hop_rest.flow,
    hop_rest.operation,
    any_value(rest) AS whole,
    if(
      count(eur) < count(*),
      any_value(rest),
      least(any_value(rest), sum(cut_up(eur * held, 1000000 * period_days)))
    ) AS taken
  FROM passed_reversal
  JOIN take_back USING (take_back, operation)
  JOIN hop_rest ON hop_rest.flow = passed_reversal.flow
    AND hop_rest.operation = passed_reversal.operation
  GROUP BY hop_rest.flow, hop_rest.operation
) AS passed
WHERE part.flow = passed.flow AND part.operation = passed.operation AND part.rest > 0;
