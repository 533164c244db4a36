-- Purpose: each rate behind the modelled money of one operation and month, with its row of the rate
-- card. The scope names work lists of the model.
-- Parameters: scope, operation, month.
-- Returns: the columns of model_factor_of.
SELECT * FROM model_factor_of(scope = {scope:String}) WHERE operation = {operation:String} AND month = {month:String} ORDER BY network, country, factor
