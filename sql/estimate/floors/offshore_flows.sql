-- Purpose: which of some flows were paid to places that are listed, or an offshore centre, on the
-- day: of the value date, else of the statement date, else of the last day of service.
-- Parameters: sources, flow_ids (of equal length).
-- Returns: source, flow_id, revision.
WITH
  named AS (
    SELECT
      toString(source) AS source,
      flow_id,
      revision,
      toString(account_country) AS place,
      toInt32(coalesce(value_date, statement_date, service_end)) AS day
    FROM flow_record FINAL
    WHERE (source, flow_id) IN (
      SELECT arrayJoin(arrayZip({sources:Array(String)}, {flow_ids:Array(String)})))
  )
SELECT DISTINCT
  named.source AS source,
  named.flow_id AS flow_id,
  named.revision AS revision
FROM named
INNER JOIN offshore_span ON named.place = offshore_span.place
WHERE (day >= first_from AND day < first_to)
  OR arrayExists(span -> day >= span.1 AND day < span.2, later_spans)
