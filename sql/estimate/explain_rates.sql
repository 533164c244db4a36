-- Purpose: rows of the rate card in force. Parameters: none. Returns: factor, country, low, high, currency, source, grade.
SELECT factor, network, country, toString(low) AS low, toString(high) AS high, toString(currency) AS currency, source, grade
FROM rate_card FINAL WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'rate_card')
ORDER BY factor, network, country, id
