-- Purpose: all revisions of the flows that the links of one round lead to, but for those that were
-- fetched before. A revision may have other names than the ones before it, so flows are found by
-- any of their rows first. pipeline/evidence/flow-links.ts makes the links. PREWHERE is written
-- out, because the engine does not choose it for a set.
-- Parameters: scope, as_of; those of what is found.
-- Words: found (SELECTs of sql/evidence/find/).
-- Returns: the fields of a record of kind flow, with a column for each field of reverses and payee,
-- and its digest (hexadecimal).
WITH
  found AS (
    {{found}}
  ),
  new AS (
    SELECT found_source, found_id
    FROM found
    WHERE (found_source, found_id) NOT IN (
      SELECT one, other
      FROM evidence_link_of
      WHERE scope = {scope:String}
        AND what = 'own')
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
PREWHERE (source, flow_id) IN (SELECT found_source, found_id FROM new)
WHERE known_at <= {as_of:DateTime64(3)}
SETTINGS output_format_decimal_trailing_zeros = 0, output_format_json_quote_64bit_integers = 0
