-- Purpose: whether a pending alert belongs into a message: told alone (`only` is single), in a
-- digest (retrospective) or either (empty), and of one operation (empty: of any). A name may be too
-- long for a parameter, so an operation is given by its digest.
-- Parameters: only, operation_sha256.
-- Returns: a condition.
({only:String} = '' OR retrospective = ({only:String} = 'retrospective'))
  AND (
    {operation_sha256:String} = ''
    OR lower(hex(SHA256(operation))) = {operation_sha256:String})
