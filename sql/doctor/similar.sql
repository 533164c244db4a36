-- Purpose: names of networks that differ in case, spaces or unseen characters alone: for each operation, month and network one source counts, so one network under two names can count twice.
-- Parameters: none. Returns: names, quoted, one row for each such network.
SELECT arrayStringConcat(arraySort(groupArray(toJSONString(network))), ', ') AS names
FROM (SELECT DISTINCT toString(network) AS network FROM flow_record)
GROUP BY lowerUTF8(replaceRegexpAll(normalizeUTF8NFKC(network), '[\\p{Z}\\p{C}]', ''))
HAVING count() > 1
ORDER BY names
