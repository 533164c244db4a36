-- Purpose: how the modelled money of one operation and month came about: the panel that counts, and
-- its two estimators. The scope names work lists that fillModel filled.
-- Parameters: scope, operation, month.
-- Returns: one row, or none. panel: the declared primary one, else the one that gives the least.
--   audience_eur: audience at the lowest rates (L3). slots_eur: slots that crawls show (L2).
--   class_eur: what the least earning case of the reference class earned for as large an audience,
--   over class_cases cases; empty without one. modelled_eur: the larger of the first two, or
--   class_eur where that is smaller.
WITH units -> toString(toDecimal128(units, 0) * toDecimal128('0.0001', 4)) AS in_eur
SELECT source AS panel, if(is_primary = 1, 'primary', 'least') AS choice, toString(rung) AS rung, in_eur(audience_units) AS audience_eur, in_eur(slot_units) AS slots_eur,
  if(class_cases = 0, '', in_eur(assumeNotNull(class_units))) AS class_eur, toUInt32(class_cases) AS class_cases, in_eur(modelled_units) AS modelled_eur
FROM modelled_of
WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:String} AND has_model = 1
