-- Purpose: names that differ in case, spaces or unseen characters alone. Of networks: for each
-- operation, month and network one source counts, so one network under two names can count twice.
-- Of sources: a record under two of them is two records. Of operations: the floor of one is split
-- into two. Parameters: none. Returns: what (network, source or operation) and names, quoted, one
-- row for each such name.
SELECT what, arrayStringConcat(arraySort(groupArray(toJSONString(name))), ', ') AS names
FROM (
  SELECT DISTINCT 'network' AS what, toString(network) AS name FROM flow_record
  UNION ALL SELECT 'source', source FROM (
    SELECT DISTINCT toString(source) AS source FROM flow_record
    UNION DISTINCT SELECT DISTINCT toString(source) AS source FROM panel_record
    UNION DISTINCT SELECT DISTINCT toString(source) AS source FROM site_record
    UNION DISTINCT SELECT DISTINCT toString(source) AS source FROM observation_record
    UNION DISTINCT SELECT DISTINCT toString(source) AS source FROM event_record
  )
  UNION ALL SELECT DISTINCT 'operation', operation FROM site_record
)
GROUP BY what, lowerUTF8(replaceRegexpAll(normalizeUTF8NFKC(name), '[\\p{Z}\\p{C}]', ''))
HAVING count() > 1
ORDER BY what, names
