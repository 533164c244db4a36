-- Purpose: networks that crawls of a month (YYYY-MM, UTC) saw on some properties, also where nothing
-- was measured. A crawl need not have looked at enough pages to count.
-- Parameters: properties, month.
-- Returns: one row for each crawl and network: network, source, record_id.
WITH latest_crawl AS (
  {{include expressions/latest_revision
    rows: observation_record
    id: record_id
  }}
)
SELECT DISTINCT
  arrayJoin(tupleElement(slots, 'network')) AS network,
  toString(source) AS source,
  record_id
FROM latest_crawl
WHERE contents = 1
  AND has({properties:Array(String)}, property)
  AND {{include expressions/month_of_time
    time: observed_at
  }} = {month:String}
ORDER BY network, source, record_id
