-- M-GONE: what one source shows to be gone is gone for all. Each side (known keys, or the key
-- unknown) bears it in full. Two points are simpler here than in docs/method.md. A take-back that
-- finds too little does not exchange flows with others: the table short_operation names where that
-- can matter. And a take-back may stand for several of another source; the rows have no such case.
CREATE OR REPLACE TABLE counting_flow AS
SELECT
  operation, flow, key, key <> '' AS is_known, money.source, money.is_payment_dated,
  money.window_first, money.window_last, money.first_day, money.flow_id,
  sum(greatest(rest, 0)) AS rest
FROM counting
JOIN part USING (flow, operation)
JOIN money USING (flow)
GROUP BY ALL;

-- On each side: whether all that the take-back was subtracted from counts there.
CREATE OR REPLACE TABLE acting AS
WITH placed AS (
  SELECT take_back, operation, target AS flow
  FROM take_back
  WHERE kind = 'reversal' AND NOT is_superseded
    AND EXISTS (FROM part WHERE flow = target AND part.operation = take_back.operation)
  UNION ALL
  SELECT take_back, operation, flow FROM passed_reversal
),
own AS (
  SELECT
    take_back,
    bool_and(counting_flow.flow IS NOT NULL AND is_known) AS is_own_of_known,
    bool_and(counting_flow.flow IS NOT NULL AND NOT is_known) AS is_own_of_unknown
  FROM placed
  LEFT JOIN counting_flow USING (operation, flow)
  GROUP BY take_back
),
sided AS (
  SELECT
    take_back.*,
    is_known,
    coalesce(if(is_known, is_own_of_known, is_own_of_unknown), FALSE) AS is_own
  FROM take_back
  CROSS JOIN (VALUES (TRUE), (FALSE)) AS side (is_known)
  LEFT JOIN own USING (take_back)
)
SELECT *
FROM sided
SEMI JOIN counting_flow USING (operation, is_known);

-- Where a take-back looks: for copies of its target; where that was passed on, for copies of the
-- hops; and for what hops paid on of copies of the target that another source tells of.
CREATE OR REPLACE TABLE place AS
WITH own_place AS (
  SELECT
    take_back, operation, is_known, key, window_first, window_last,
    target_source AS own_source, is_target_payment_dated AS is_own_payment_dated, key AS own_key
  FROM acting
  WHERE NOT is_own
),
passed_on AS (
  SELECT
    take_back, operation, is_known, hop.key, hop.window_first, hop.window_last,
    hop.source, hop.is_payment_dated, hop.key
  FROM acting
  JOIN superseder ON superseder.flow = target
  JOIN money AS hop ON hop.flow = superseder.hop
  WHERE kind = 'reversal' AND NOT is_own
),
passed_on_by_copies AS (
  SELECT
    acting.take_back, acting.operation, acting.is_known, hop.key, hop.window_first, hop.window_last,
    NULL AS own_source, NULL AS is_own_payment_dated, NULL AS own_key
  FROM acting
  JOIN take_back AS copy ON copy.operation = acting.operation AND copy.kind = 'supersession'
  JOIN superseder ON superseder.flow = copy.target
  JOIN money AS hop ON hop.flow = superseder.hop
  WHERE acting.kind = 'reversal'
    AND copy.source <> acting.target_source
    AND may_be_one(copy.key, acting.key)
    AND copy.window_first <= acting.window_last
    AND acting.window_first <= copy.window_last
)
SELECT * FROM own_place
UNION
SELECT * FROM passed_on
UNION
SELECT * FROM passed_on_by_copies;

-- A supersession takes nothing from hops of its flow, or of one of the same amount and dates.
CREATE OR REPLACE TABLE exempt AS
SELECT DISTINCT one.take_back, superseder.hop AS flow
FROM take_back AS one
JOIN take_back AS other USING (operation, kind, amount, currency)
JOIN superseder ON superseder.flow = other.target
WHERE kind = 'supersession'
  AND if(
    one.target_day IS NOT NULL AND other.target_day IS NOT NULL,
    one.target_day = other.target_day,
    one.first_day = other.first_day AND one.last_day = other.last_day
  );

-- The counting flows that each take-back may take from.
CREATE OR REPLACE TABLE reach AS
WITH met AS (
  SELECT DISTINCT place.take_back, operation, is_known, counting_flow.flow
  FROM place
  JOIN counting_flow USING (operation, is_known)
  WHERE may_be_one(place.key, counting_flow.key)
    AND (
      own_source IS NULL
      OR own_source <> counting_flow.source
      OR is_own_payment_dated <> counting_flow.is_payment_dated
      OR own_key <> counting_flow.key
    )
    AND place.window_first <= counting_flow.window_last
    AND counting_flow.window_first <= place.window_last
)
SELECT met.*
FROM met
JOIN take_back USING (take_back, operation)
ANTI JOIN exempt ON exempt.take_back = met.take_back AND exempt.flow = met.flow
ANTI JOIN passed_reversal
  ON passed_reversal.take_back = met.take_back AND passed_reversal.flow = met.flow
WHERE NOT (kind = 'reversal' AND take_back.target = met.flow);

-- Told by another source as well, and deducted there: it takes nothing.
CREATE OR REPLACE TABLE taking AS
WITH looking AS (
  SELECT *
  FROM acting
  SEMI JOIN reach USING (take_back, is_known)
),
ordered AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY operation, is_known
      ORDER BY window_last, coalesce(day, last_day), source, flow_id, target
    ) AS place
  FROM looking
),
alike AS (
  SELECT one.take_back, one.is_known, other.take_back AS other, other.is_own
  FROM ordered AS one
  JOIN acting AS other USING (operation, is_known, kind, amount, currency)
  WHERE one.source <> other.source
    AND may_be_one(one.key, other.key)
    AND one.window_first <= other.window_last
    AND other.window_first <= one.window_last
    AND coalesce(abs(one.target_day - other.target_day), 0) <= 10
    AND coalesce(abs(one.day - other.day), 0) <= 10
),
told_by_counting AS (
  SELECT DISTINCT take_back, is_known
  FROM alike
  WHERE is_own
),
untold AS (
  SELECT *
  FROM ordered
  ANTI JOIN told_by_counting USING (take_back, is_known)
),
told_by_earlier AS (
  SELECT DISTINCT alike.take_back, alike.is_known
  FROM alike
  JOIN untold AS other ON other.take_back = alike.other AND other.is_known = alike.is_known
  JOIN untold AS one ON one.take_back = alike.take_back AND one.is_known = alike.is_known
  WHERE other.place < one.place
)
SELECT take_back, operation, is_known, eur, place
FROM untold
ANTI JOIN told_by_earlier USING (take_back, is_known);

-- Each take-back with the flows that it may take from, in order. Take-backs that share a flow with
-- another one take their turns, one round each; all others take in round 0.
CREATE OR REPLACE TABLE turn AS
WITH wanted AS (
  SELECT taking.*, flow
  FROM taking
  JOIN reach USING (take_back, operation, is_known)
),
contested AS (
  SELECT operation, is_known, flow
  FROM wanted
  GROUP BY ALL
  HAVING count(*) > 1
),
competing AS (
  SELECT DISTINCT take_back, operation, is_known, place
  FROM wanted
  JOIN contested USING (operation, is_known, flow)
),
rounds AS (
  SELECT
    take_back, is_known,
    row_number() OVER (PARTITION BY operation, is_known ORDER BY place) AS round
  FROM competing
)
SELECT
  coalesce(round, 0) AS round,
  take_back, operation, is_known, eur, flow, counting_flow.rest,
  row_number() OVER (
    PARTITION BY take_back, is_known
    ORDER BY counting_flow.window_last, counting_flow.first_day, counting_flow.source,
      counting_flow.flow_id
  ) AS place
FROM wanted
JOIN counting_flow USING (operation, is_known, flow)
LEFT JOIN rounds USING (take_back, is_known)
ORDER BY round;

-- In each round one take-back of an operation and side, in all operations at once: it takes its
-- amount from its flows in order, at most what the ones before it left of them.
CREATE OR REPLACE TABLE taken AS
WITH RECURSIVE rest (operation, flow, round, rest) USING KEY (operation, flow) AS (
  SELECT DISTINCT operation, flow, 0, rest
  FROM turn
  WHERE round > 0
  UNION
  (
    WITH this_round AS (SELECT max(round) + 1 AS round FROM rest),
    asked AS (
      SELECT
        turn.operation, turn.flow, turn.round, turn.eur, known.rest,
        coalesce(
          sum(known.rest) OVER (
            PARTITION BY turn.operation, turn.is_known
            ORDER BY turn.place
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
          ),
          0
        ) AS before
      FROM turn
      JOIN this_round ON this_round.round = turn.round
      JOIN recurring.rest AS known
        ON known.operation = turn.operation AND known.flow = turn.flow
    )
    SELECT
      operation, flow, round,
      rest - if(eur IS NULL, rest, least(rest, greatest(eur - before, 0)))
    FROM asked
  )
),
alone AS (
  SELECT
    operation, flow, eur, rest,
    coalesce(
      sum(rest) OVER (
        PARTITION BY take_back, is_known ORDER BY place
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ),
      0
    ) AS before
  FROM turn
  WHERE round = 0
),
left_over AS (
  SELECT operation, flow, rest FROM rest
  UNION ALL
  SELECT
    operation, flow,
    rest - if(eur IS NULL, rest, least(rest, greatest(eur - before, 0)))
  FROM alone
)
SELECT operation, flow, counting_flow.rest AS whole, counting_flow.rest - left_over.rest AS eur
FROM left_over
JOIN counting_flow USING (operation, flow)
WHERE counting_flow.rest > left_over.rest;

-- Operations in which a take-back found too little: there the method may exchange flows.
CREATE OR REPLACE TABLE short_operation AS
WITH wanted AS (
  SELECT operation, is_known, sum(eur) AS eur, count(eur) < count(*) AS lacks_rate
  FROM taking
  GROUP BY ALL
),
found AS (
  SELECT operation, is_known, sum(eur) AS eur
  FROM taken
  JOIN counting_flow USING (operation, flow)
  GROUP BY ALL
)
SELECT DISTINCT operation
FROM wanted
LEFT JOIN found USING (operation, is_known)
WHERE lacks_rate OR wanted.eur > coalesce(found.eur, 0);

-- From the parts of a flow in proportion to what is left of them, each cut up.
UPDATE part
SET rest = part.rest - least(part.rest, cut_up(taken.eur * part.rest, whole))
FROM taken
WHERE part.flow = taken.flow AND part.operation = taken.operation AND part.rest > 0;
