-- Purpose: the source group that counts for each operation, month and network, as documented.sql
-- chooses it, but from a list of parts: the largest sum, then the first name.
-- Words: grouped.
-- Returns: a SELECT: c_operation, c_month, c_network, counting_group. The word is parts that go to
-- an operation, as flow_part_group_at has them.
SELECT operation AS c_operation, month AS c_month, network AS c_network, argMin(source_group, (-total, source_group)) AS counting_group
FROM (
  SELECT operation, month, network, source_group, sum(if(standing = 'paid', part, -part)) AS total
  FROM {{grouped}}
  WHERE reason = '' AND standing != 'accrued'
  GROUP BY operation, month, network, source_group
)
GROUP BY operation, month, network
