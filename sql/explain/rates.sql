-- Purpose: rows of the rate card in force that count.
-- Returns: factor, network, country, low, high, currency, source, grade.
SELECT factor, network, country, toString(low) AS low, toString(high) AS high, toString(currency) AS currency, source, grade
FROM rate_in_force
ORDER BY factor, network, country, id
