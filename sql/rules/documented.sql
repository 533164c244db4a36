-- Purpose: documented money of each operation and month. The scope names work lists of sums and of
-- the names that their numbers are of.
-- Parameters: scope.
-- Returns: a SELECT: operation, month, lines, accrued_eur.
--   lines: (line, documented, of it apportioned, of it to offshore places, 1 when it rests on
--   proven shares), in EUR.
WITH
  x -> {{include expressions/money
      units: if(x < toInt128(0), toInt128(0), intDiv(x, toInt128(1000000)))
    }} AS in_eur,
  (SELECT arraySort(groupArray(name)) FROM name_of WHERE scope = {scope:String} AND what = 'line') AS line_names
SELECT o.name AS operation, month, arrayMap(l -> (line_names[l.1], l.2, l.3, l.4, l.5), arraySort(l -> l.1, numbered_lines)) AS lines, accrued_eur
FROM (
  SELECT
    operation, month,
    groupArrayIf((line, documented, least(documented, in_eur(apportioned_sum)), least(documented, in_eur(offshore_sum)), is_shared), line > 0) AS numbered_lines,
    in_eur(max(accrued_sum)) AS accrued_eur
  FROM (
    SELECT operation, month, if(counts, line, 0) AS line, in_eur(sum(part)) AS documented, sum(apportioned) AS apportioned_sum,
      sum(offshore) AS offshore_sum, max(bitTest(kind, 2)) AS is_shared, toInt128(0) AS accrued_sum
    FROM (
      SELECT operation, month, line, kind, part, offshore, apportioned,
        -- The source that counts for each operation, month and network: the largest sum, then the
        -- first name. Sum and number make one number, whose largest is found much faster than the
        -- largest pair.
        bitAnd(bitTest(kind, 1), (operation, month, network, source_group) IN (
          SELECT operation, month, network, toUInt32(4294967295 - toUInt32(max(total * toInt256(4294967296) + (4294967295 - source_group))))
          FROM (
            SELECT operation, month, network, source_group, toInt256(sum(part)) AS total
            FROM numbered_sum_of
            WHERE scope = {scope:String} AND bitTest(kind, 0)
            GROUP BY operation, month, network, source_group
          )
          GROUP BY operation, month, network)) AS counts
      FROM numbered_sum_of
      WHERE scope = {scope:String}
    )
    -- What does not count goes along under no line, so that a month in which nothing counts is a
    -- month all the same.
    GROUP BY operation, month, line
    UNION ALL
    -- Accrued money, which is in no floor: of each network the source with the largest sum.
    SELECT operation, month, 0, toDecimal64(0, 4), toInt128(0), toInt128(0), toUInt8(0), sum(largest)
    FROM (
      SELECT operation, month, network, max(total) AS largest
      FROM (
        SELECT operation, month, network, source_group, sum(part) AS total FROM numbered_sum_of
        WHERE scope = {scope:String} AND bitTest(kind, 3)
        GROUP BY operation, month, network, source_group
      )
      GROUP BY operation, month, network
    )
    GROUP BY operation, month
  )
  GROUP BY operation, month
) AS d
INNER JOIN (SELECT name, number FROM name_of WHERE scope = {scope:String} AND what = 'operation') AS o ON d.operation = o.number
