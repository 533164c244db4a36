-- Purpose: lists the flows that a rule has to look at together with others, one after another:
-- hops (M-HOP), payments that settle lines (M-SETTLE), disputes (M-DISPUTE), transfers (M-TRANSFER)
-- and possible twins (M-TWIN), in any of their revisions. Their operations are computed by the
-- plain form. The revised flows are listed before (31_list_revised.sql).
-- Parameters: scope, as_of.
INSERT INTO irregular_flow_of (scope, flow_hash, why)
WITH
  own_account AS (
    SELECT account_key
    FROM account_record
  ),
  hop AS (
    SELECT arrayJoin(arrayPushBack(upstream_hashes, flow_hash)) AS flow_hash
    FROM flow_record
    PREWHERE notEmpty(upstream)
    WHERE {{include expressions/known_by}}
  ),
  settlement AS (
    SELECT
      arrayJoin(arrayPushBack(
        arrayMap(line -> cityHash64(source, line), settles),
        flow_hash)) AS flow_hash
    FROM flow_record
    PREWHERE notEmpty(settles)
    WHERE {{include expressions/known_by}}
  ),
  -- Alike in what is quickly compared: neighbours in one of 64 lists in order.
  paid AS (
    SELECT
      cityHash64(
        source, property, publisher_account_key, line, currency, basis, amount, value_date,
        service_start, service_end) AS alike,
      flow_hash
    FROM flow_record
    WHERE value_date IS NOT NULL
      AND status = 'paid'
      AND {{include expressions/known_by}}
  ),
  sorted_list AS (
    SELECT arraySort(groupArray((alike, flow_hash))) AS flows
    FROM paid
    GROUP BY alike % 64
  ),
  twin AS (
    SELECT arrayJoin(arrayFlatten(arrayMap(
      (own, next) -> if(own.1 = next.1 AND own.2 != next.2, [own.2, next.2], []),
      arrayPopBack(flows), arrayPopFront(flows)))) AS flow_hash
    FROM sorted_list
  )
SELECT
  {scope:String},
  flow_hash,
  'M-HOP'
FROM hop
UNION ALL
SELECT
  {scope:String},
  flow_hash,
  'M-SETTLE'
FROM settlement
UNION ALL
SELECT
  {scope:String},
  flow_hash,
  'M-DISPUTE'
FROM revised_flow_of
WHERE scope = {scope:String}
  AND contents > 1
UNION ALL
SELECT
  {scope:String},
  flow_hash,
  'M-TRANSFER'
FROM flow_record
WHERE payer_account_key != ''
  AND payer_account_key IN own_account
  AND {{include expressions/known_by}}
UNION ALL
SELECT
  {scope:String},
  flow_hash,
  'M-TWIN'
FROM twin
