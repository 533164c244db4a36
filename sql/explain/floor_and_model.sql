-- Purpose: one floor with nothing left out, and whether modelled money can move it.
-- Parameters: scope, operation, month, alpha_ppm.
-- Returns: floor_eur, status, reason, is_above: 1 when there is documented money and each line has
-- as much of it as the model gives, or more.
SELECT floor_eur, status, reason, arrayExists(l -> l.2 > 0, lines) AND NOT arrayExists(l -> l.4 > l.2, lines) AS is_above
FROM floor_at(scope = {scope:String}, without = [], alpha_ppm = {alpha_ppm:UInt32})
WHERE operation = {operation:String} AND month = {month:String}
