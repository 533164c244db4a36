-- Purpose: crawled slots of undocumented networks, with the product of their rates. Parameters: scope (work lists of the model), operation, month. Returns: the columns of slot_rate_of.
SELECT * FROM slot_rate_of(scope = {scope:String}) WHERE operation = {operation:String} AND month = {month:String} ORDER BY site_domain, country, network
