-- Purpose: monthly and daily exchange rates in force of some currencies, of those that their pegs
-- are worth, of those of the rate card, and of the dollar, which other rates are quoted in.
-- Parameters: currencies, every (1: of every currency).
-- Returns: currency, quoted_in (empty: means of months in EUR), periods (days, or months), rates.
WITH
  needed AS (
    SELECT arrayJoin(arrayPushBack({currencies:Array(String)}, 'USD')) AS currency
    UNION ALL
    SELECT currency
    FROM peg
    WHERE version = {{include expressions/version_in_force
        name: 'peg'
      }}
    UNION ALL
    SELECT currency
    FROM rate_card
    WHERE version = {{include expressions/version_in_force
        name: 'rate_card'
      }}
  ),
  rate AS (
    SELECT
      toString(currency) AS currency,
      '' AS quoted_in,
      period,
      eur_per_unit
    FROM fx_rate FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'fx'
      }}
      AND ({every:UInt8} = 1
        OR currency IN (SELECT currency FROM needed))
    UNION ALL
    SELECT
      toString(currency),
      toString(quoted_in),
      toString(day),
      per_unit
    FROM daily_rate FINAL
    WHERE version IN {{include expressions/daily_tables_in_force}}
      AND ({every:UInt8} = 1
        OR currency IN (SELECT currency FROM needed))
  )
SELECT
  currency,
  quoted_in,
  groupArray(period) AS periods,
  groupArray(eur_per_unit) AS rates
FROM rate
GROUP BY currency, quoted_in
