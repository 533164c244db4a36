-- Purpose: the source group that a source counts under on a network.
-- Words: network, groups, source.
-- Returns: an expression. groups: the tuple (network_keys, network_groups, keys, groups) of the
-- view source_group.
transform(
  concat(toString(length({{network}})), ' ', {{network}}, {{source}}), {{groups}}.1, {{groups}}.2,
  transform(toString({{source}}), {{groups}}.3, {{groups}}.4, toString({{source}})))
