-- Purpose: writes how the sources of each regular operation and network key rank.
-- Parameters: scope, epoch, sequence, run_id.
INSERT INTO group_ruling (
  epoch, sequence, run_id, operation, network_key, source_group, is_payment_dated, rank, total_eur,
  is_near, crossing, owned_months, is_of_chosen_side)
WITH
  chosen AS (
    {{include estimate/part/chosen_sides}}
  )
SELECT
  {epoch:UInt64},
  {sequence:UInt64},
  {run_id:String},
  operation,
  key,
  source_group,
  is_payment_dated,
  rank,
  {{include estimate/part/exact_eur
    units: total
  }},
  is_near,
  crossing,
  arrayMap(
    month -> {{include estimate/part/month_number
      month: month
    }}, owned_months),
  (operation, key != '') IN chosen
FROM group_of
WHERE scope = {scope:String}
  AND {{include estimate/part/is_regular}}
