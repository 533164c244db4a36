-- Purpose: the figures of a floor, but for its lines.
-- Returns: a list of columns of floor_work and floor_revision.
floor_eur,
floor_headline_eur,
documented_eur,
apportioned_eur,
modelled_eur,
accrued_eur,
offshore_eur,
payment_dated_eur,
unplaced_reversal_eur,
rung,
confidence,
status,
reason,
visitors_lower
