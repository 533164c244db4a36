-- Purpose: the ratios of the class of a run.
-- Parameters: epoch.
-- Returns: a table expression: the columns of class_ratio, but for epoch.
(SELECT * EXCEPT epoch FROM class_ratio FINAL WHERE epoch = {epoch:UInt64})
