-- Purpose: a rate in 1e-10 EUR that amounts can be multiplied with. 0, which is no rate, where one
-- unit would be worth over 1,000,000 EUR: MOST_EUR_PER_UNIT in
-- pipeline/reference/exchange-rate.ts.
-- Words: rate.
-- Returns: an expression, Int64. The word is a whole number of 128 bits.
if({{rate}} <= toInt128('10000000000000000'), toInt64({{rate}}), toInt64(0))
