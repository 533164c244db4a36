-- Purpose: flows that are alike but for days, amount and payee (M-TWIN, M-TOTAL). Most have a
-- property, by which the engine leaves out most of the table.
-- Parameters: scope, round.
-- Returns: a SELECT: found_source, found_id.
SELECT toString(source) AS found_source, flow_id AS found_id
FROM flow_record
PREWHERE property IN (
    SELECT other
    FROM evidence_link_of
    WHERE scope = {scope:String}
      AND round = {round:UInt32}
      AND what = 'alike')
WHERE status != 'reversed'
  AND concat(
    source, '\n', publisher_account_key, '\n', currency, '\n', property, '\n',
    arrayStringConcat(arraySort(share_properties), '\n')
  ) IN ({{include evidence/links
    what: 'alike'
  }})
