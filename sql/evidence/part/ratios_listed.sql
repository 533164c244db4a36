-- Purpose: the ratios of the class of a question.
-- Parameters: scope.
-- Returns: a table expression: the columns of class_ratio, but for epoch.
(SELECT * EXCEPT scope FROM class_ratio_of WHERE scope = {scope:String})
