-- Purpose: between what the rates behind modelled money may lie in one month, by country of the
-- audience. For reading, not for floors: floating point. A high that is an assumption is not known,
-- so rows of that grade are not looked at.
-- Parameters: month, countries.
-- Returns: country, factor, least and most over all rows of the rate card in force, any_least and
-- any_most over those for any network alone (null: there is none). cpm: EUR for 1000 impressions,
-- at the rate of the month; else as in the card.
SELECT country, factor, min(low) AS least, max(high) AS most, minOrNullIf(low, is_any) AS any_least, maxOrNullIf(high, is_any) AS any_most
FROM (
  SELECT m.country AS country, toString(r.factor) AS factor, r.network = '' AND r.device = 'all' AS is_any,
    if(r.factor != 'cpm' OR r.currency = 'EUR', 1, toFloat64(f.eur_per_unit)) AS price,
    toFloat64(r.low) * price AS low, toFloat64(r.high) * price AS high
  FROM (SELECT arrayJoin({countries:Array(String)}) AS country) AS m
  CROSS JOIN (SELECT * FROM rate_in_force WHERE line = 'advertising') AS r
  LEFT ANY JOIN (
    SELECT concat(toString(currency), ' ', period) AS price_key, eur_per_unit FROM fx_rate FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'fx'
      }}
  ) AS f ON concat(toString(r.currency), ' ', {month:String}) = f.price_key
  WHERE {{include expressions/whole_month
      row: r
      month: {month:String}
    }}
    AND r.country IN ('', m.country) AND r.grade != 'assumption' AND price > 0
)
GROUP BY country, factor
ORDER BY country, factor
SETTINGS join_use_nulls = 0
