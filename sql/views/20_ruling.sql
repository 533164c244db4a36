-- Purpose: what became of each flow, and how the sources rank, by the last run that computed the
-- operation (docs/method.md).

CREATE OR REPLACE VIEW flow_ruling_in_force AS
{{include expressions/rulings_in_force
  rulings: flow_ruling FINAL
}};

CREATE OR REPLACE VIEW group_ruling_in_force AS
{{include expressions/rulings_in_force
  rulings: group_ruling FINAL
}};
