-- Purpose: a condition on flows: they take back, may be nobody's on some day, or pay lines that may
-- be. The links `disputed` of the step `wanted` are places that several operations claim.
-- Returns: an expression.
(
  status = 'reversed'
  OR property = ''
  OR notEmpty(settles)
  OR arrayExists(
    name -> name IN (SELECT one FROM wanted WHERE what = 'disputed'),
    arrayPushBack(ancestors, property))
)
