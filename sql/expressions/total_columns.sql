-- Purpose: the columns of totals, with their comments.
-- Returns: column definitions, in the order of total_values.sql.
operation String COMMENT 'operation',
from_month String COMMENT 'first month, YYYY-MM',
to_month String COMMENT 'last month, YYYY-MM',
months UInt32 COMMENT 'number of months from the first to the last',
total_eur Nullable(Decimal(18, 4))
  COMMENT 'the revenue of these months is at least this, in EUR; null: nothing is known',
average_eur Nullable(Decimal(18, 4)) COMMENT 'total_eur by the number of months, cut',
basis LowCardinality(String)
  COMMENT 'by_month: documented money, and modelled money of months that no flow is near;
    by_class: what comparable operations earned in as many months, and documented money of other
    lines',
documented_eur Decimal(18, 4) COMMENT 'documented money of these months, over all lines',
modelled_eur Decimal(18, 4)
  COMMENT 'modelled money of the months that no window of a flow meets (M-OWNER)',
class_eur Nullable(Decimal(18, 4))
  COMMENT 'what the class of the whole run gives (M-CLASS); null: there is none',
beside_class_eur Decimal(18, 4)
  COMMENT 'documented money of lines other than advertising and other, which the class is added to'
