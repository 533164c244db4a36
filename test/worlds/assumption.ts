// The assumptions of documented money that a world can break on purpose (docs/method.md).
export const ASSUMPTIONS = [
  'authentic',
  'told_once',
  'same_dates',
  'one_name',
  'own_accounts',
  'take_backs_told',
  'one_take_back',
  'unplaced',
  'periods',
  'payment_month',
  'even_spread',
] as const;

export type Assumption = (typeof ASSUMPTIONS)[number];
