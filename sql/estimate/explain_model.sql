-- Purpose: both estimators and the panel that counts. Parameters: scope (work lists of the model), operation, month.
-- Returns: the columns of modelled_of; money in 1e-4 EUR.
SELECT * FROM modelled_of WHERE scope = {scope:String} AND operation = {operation:String} AND month = {month:String}
