-- Purpose: a condition on flows: they were known at a time. A run takes everything that is known,
-- and then the time of a flow is not even read.
-- Parameters: as_of.
-- Returns: an expression.
(
  {as_of:DateTime64(3)} >= toDateTime64({{include expressions/everything_known}}, 3)
  OR known_at <= {as_of:DateTime64(3)}
)
