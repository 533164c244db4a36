-- An evaluation of alerts carries what was paid by month, not every payment. A work list: nothing
-- is in it between evaluations.

DROP TABLE IF EXISTS alert_payment_of {{on_cluster}};

CREATE TABLE IF NOT EXISTS alert_month_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String, month_number Int32 COMMENT 'year x 12 + month', network String, source_group String, publisher_account String, payee String, account String, account_country String,
  paid Int128 COMMENT '1e-10 EUR', paid_flows UInt64 COMMENT 'flows that paid', to_place UInt8 COMMENT 'offshore (1) or listed (2), the highest of them',
  own_opener String COMMENT 'the first of them, as sql/body/opener_text.sql writes it'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY (operation, month_number)
COMMENT 'what was paid by month to the operations that an evaluation looks at';
