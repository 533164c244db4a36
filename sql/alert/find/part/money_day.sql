-- Purpose: the day of the money of a flow: the value date, else the date of the statement, else the
-- end of the service.
-- Returns: an expression, Date32.
assumeNotNull(coalesce(value_date, statement_date, period_end))
