-- Purpose: all revisions of the flows that the links of one round lead to, but for those that were
-- fetched before. A revision may have other names than the ones before it, so flows are found by
-- any of their rows first. pipeline/evidence/flow-links.ts makes the links.
-- Parameters: scope, round, as_of.
-- Returns: the fields of a record of kind flow, with a column for each field of reverses and payee,
-- and its digest (hexadecimal).
WITH
  wanted AS (
    SELECT what, one, other, link
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
  ),
  -- By whose they are.
  owned AS (
    SELECT toString(source) AS found_source, flow_id
    FROM flow_record
    PREWHERE property IN (SELECT one FROM wanted WHERE what = 'place')
      OR publisher_account_key IN (SELECT one FROM wanted WHERE what = 'account')
      OR payee_account_key IN (SELECT one FROM wanted WHERE what = 'account')
      OR payer_account_key IN (SELECT one FROM wanted WHERE what = 'account')
  ),
  -- On an account of the operation: what takes back, and what may be nobody's.
  on_account AS (
    SELECT toString(source), flow_id
    FROM flow_record
    PREWHERE publisher_account_key IN (SELECT one FROM wanted WHERE what = 'on_account')
    WHERE status = 'reversed'
      OR property = ''
      OR hasAny(
        arrayPushBack(ancestors, property),
        (SELECT groupArray(one) FROM wanted WHERE what = 'disputed'))
  ),
  -- Alike but for days and amount (M-TWIN, M-TOTAL).
  alike AS (
    SELECT toString(source), flow_id
    FROM flow_record
    PREWHERE property IN (SELECT other FROM wanted WHERE what = 'alike')
    WHERE concat(
      source, '\n', publisher_account_key, '\n', currency, '\n', property, '\n',
      arrayStringConcat(arraySort(share_properties), '\n')
    ) IN (SELECT one FROM wanted WHERE what = 'alike')
      AND status != 'reversed'
  ),
  -- Of the same id and account (M-UNPLACED).
  with_id AS (
    SELECT toString(source), flow_id
    FROM flow_record
    WHERE flow_id IN (SELECT one FROM wanted WHERE what = 'id')
      AND (flow_id, publisher_account_key) IN (SELECT one, other FROM wanted WHERE what = 'id')
  ),
  -- Whether accrued money was paid before it was taken back (M-REVERSAL).
  paid AS (
    SELECT toString(source), flow_id
    FROM flow_record
    WHERE source IN (SELECT one FROM wanted WHERE what IN ('paid', 'paid_of_source'))
      AND status = 'paid'
      AND (
        (source, publisher_account_key) IN (SELECT one, other FROM wanted WHERE what = 'paid')
        OR source IN (SELECT one FROM wanted WHERE what = 'paid_of_source'))
  ),
  found AS (
    SELECT * FROM owned
    UNION ALL
    SELECT * FROM on_account
    UNION ALL
    SELECT * FROM alike
    UNION ALL
    SELECT * FROM with_id
    UNION ALL
    SELECT * FROM paid
    UNION ALL
    SELECT one, other FROM wanted WHERE what = 'named'
    UNION ALL
    SELECT source, flow_id FROM flow_link WHERE link IN (SELECT link FROM wanted)
  ),
  new AS (
    SELECT found_source, flow_id
    FROM found
    WHERE (found_source, flow_id) NOT IN (
      SELECT one, other FROM evidence_link_of WHERE scope = {scope:String} AND what = 'own')
  )
SELECT
  flow_id,
  revision,
  source,
  nullIf(network, '') AS network,
  line,
  nullIf(publisher_account, '') AS publisher_account,
  site,
  site_shares,
  period_start,
  period_end,
  value_date,
  statement_date,
  amount,
  currency,
  status,
  basis,
  impressions,
  clicks,
  reverses_source,
  reverses_flow_id,
  upstream,
  settles,
  nullIf(payer_account, '') AS payer_account,
  nullIf(payee_name, '') AS payee_name,
  nullIf(payee_country, '') AS payee_country,
  nullIf(payee_account, '') AS payee_account,
  nullIf(payee_account_type, '') AS payee_account_type,
  payee_bic,
  payee_bank_country,
  withheld,
  document_sha256,
  document_place,
  CAST(is_void AS Bool) AS void,
  lower(hex(sha256)) AS digest
FROM flow_record
WHERE (source, flow_id) IN (SELECT found_source, flow_id FROM new)
  AND known_at <= {as_of:DateTime64(3)}
SETTINGS output_format_decimal_trailing_zeros = 0, output_format_json_quote_64bit_integers = 0
