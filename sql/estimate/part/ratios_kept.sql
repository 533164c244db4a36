-- Purpose: the ratios of the class in force.
-- Returns: a SELECT: the columns of class_ratio.
SELECT *
FROM class_ratio FINAL
WHERE epoch = (SELECT max(sequence) FROM estimate_run WHERE scope = 'all')
