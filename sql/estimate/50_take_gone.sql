-- Purpose: M-GONE. Reversals whose target does not count take their amount from the counting flows
-- of other groups, whose windows meet the window of the target, in the order in which the windows
-- end; without a rate all that they meet. A reversal takes nothing if another source tells of the
-- same one, which was deducted. Where one finds less than its amount after another one took, the two
-- might exchange flows: that is left to the plain form.
-- Parameters: scope.
INSERT INTO gone_of (scope, operation, is_known, is_short, flow_hashes, taken)
WITH
  {{include rules/taken_in_turn}} AS taken_in_turn,
  {{include rules/gone_same}} AS gone_same,
  {{include rules/gone_reach}} AS gone_reach,
  {{include rules/gone_step}} AS gone_step,

  -- 1. Operations and sides with a reversal whose target does not count in the side.
  idle_window AS (
    {{include estimate/part/idle_windows}}
  ),
  take_back AS (
    SELECT
      *,
      is_known,
      is_money
        AND is_known = (key != '')
        AND (target_group, first_window_month, last_window_month) NOT IN idle_window AS is_counting
    FROM take_back_of
    ARRAY JOIN [0, 1] AS is_known
    WHERE scope = {scope:String}
      AND acts = 'on_target'
  ),
  affected AS (
    SELECT
      operation,
      is_known
    FROM take_back
    GROUP BY operation, is_known
    HAVING min(is_counting) = 0
  ),
  reversals_of_side AS (
    SELECT
      operation,
      is_known,
      CAST(
        arraySort(
          one -> (one.2, one.3, one.4, one.5),
          groupArray((
            is_counting, window_last, day, toString(source), flow_id, toString(source_group),
            toString(key), target_group, amount, toString(currency),
            if(has_rate, eur, toInt128('1000000000000000000000000000000000000')), money_day,
            target_value_day, window_first, has_rate AND is_above, has_rate))),
        'Array(Tuple(
          is_counting UInt8, last Int32, day Int32, source String, flow_id String, teller String,
          key String, own_group UInt64, amount Decimal(38, 8), currency String, eur Int128,
          money_day Nullable(Int32), target_day Nullable(Int32), first Int32, is_above UInt8,
          has_rate UInt8))') AS reversals
    FROM take_back
    WHERE (operation, is_known) IN affected
    GROUP BY operation, is_known
  ),

  -- 2. The flows of these sides that count, with what is left of them.
  part AS (
    {{include estimate/part/counting}}
  ),
  affected_part AS (
    SELECT
      *,
      key != '' AS is_known
    FROM part
    WHERE (operation, is_known) IN affected
  ),
  part_left AS (
    SELECT
      operation,
      is_known,
      flow_hash,
      source,
      flow_id,
      key,
      group_hash,
      first_day,
      window_first,
      window_last,
      sum(paid - taken) AS eur
    FROM affected_part
    GROUP BY
      operation, is_known, flow_hash, source, flow_id, key, group_hash, first_day, window_first,
      window_last, place_hash, part_first
  ),
  flow_left AS (
    SELECT
      operation,
      is_known,
      flow_hash,
      source,
      flow_id,
      key,
      group_hash,
      first_day,
      window_first,
      window_last,
      sum(if(eur > 0, eur, toInt128(0))) AS flow_eur
    FROM part_left
    GROUP BY ALL
  ),
  flows_of_side AS (
    SELECT
      operation,
      is_known,
      CAST(
        arraySort(
          one -> (one.1, one.2, one.3, one.4),
          groupArray((
            window_last, first_day, toString(source), flow_id, window_first, toString(key),
            group_hash, flow_hash, flow_eur))),
        'Array(Tuple(
          last Int32, first_day Int32, source String, flow_id String, first Int32, key String,
          group_hash UInt64, flow_hash UInt64, eur Int128))') AS flows
    FROM flow_left
    GROUP BY operation, is_known
  ),

  -- 3. One reversal after another. `left` is what is left of each flow; `deducted` the reversals
  -- that were deducted, in that order; `used` which of them a source has used.
  taken_in_turn AS (
    SELECT
      f.operation AS operation,
      f.is_known AS is_known,
      f.flows AS flows,
      arrayFold(
        (state, number) -> gone_step(
          state,
          number,
          gone_same(state, reversals[number], reversals),
          taken_in_turn(gone_reach(state, reversals[number], flows), reversals[number].eur),
          reversals,
          flows),
        arrayFilter(
          number -> NOT reversals[number].is_counting AND reversals[number].eur > 0,
          arrayEnumerate(reversals)),
        CAST(
          (
            arrayMap(flow -> flow.eur, flows),
            arrayFilter(number -> reversals[number].is_counting, arrayEnumerate(reversals)),
            [],
            0),
          'Tuple(
            left Array(Int128), deducted Array(UInt32),
            used Array(Tuple(number UInt32, teller String)), is_short UInt8)')) AS ended
    FROM flows_of_side AS f
    INNER JOIN reversals_of_side AS r ON f.operation = r.operation AND f.is_known = r.is_known
  )
SELECT
  {scope:String},
  operation,
  is_known,
  ended.is_short,
  arrayMap(flow -> flow.flow_hash, flows),
  arrayMap((flow, left) -> flow.eur - left, flows, ended.left)
FROM taken_in_turn
WHERE ended.is_short OR arrayExists((flow, left) -> flow.eur != left, flows, ended.left)
