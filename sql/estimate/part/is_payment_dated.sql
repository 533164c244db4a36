-- Purpose: M-PERIOD. Whether only days of payment are known of a flow.
-- Returns: an expression over the columns of flow_columns.sql.
period_start IS NULL
  OR (
    service_start = service_end
    AND (
      ifNull(service_start = value_date, false)
      OR ifNull(service_start = statement_date, false)))
