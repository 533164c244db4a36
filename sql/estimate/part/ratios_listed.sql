-- Purpose: the ratios of the class of a question.
-- Parameters: scope.
-- Returns: a SELECT: the columns of class_ratio, but for epoch.
SELECT *
FROM class_ratio_of
WHERE scope = {scope:String}
