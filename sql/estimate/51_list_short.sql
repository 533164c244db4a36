-- Purpose: M-GONE. Adds the operations in which reversals might exchange flows.
-- Parameters: scope.
INSERT INTO irregular_operation_of (scope, operation, why)
SELECT DISTINCT
  {scope:String},
  operation,
  'M-GONE'
FROM gone_of
WHERE scope = {scope:String}
  AND is_short
