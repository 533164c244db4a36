// A derivation with three documented parts, whose names try to break out of a paper.
import type { Derivation } from '../../pipeline/explain/derivation.ts';
import { NOTHING_MODELLED } from '../../pipeline/explain/model-shown.ts';

export const part = (id: string, amount: string) => ({
  network: '<script>alert(1)</script>',
  line: 'advertising',
  source: 'a|b',
  flow_id: id,
  revision: 1,
  amount,
  currency: 'EUR',
  rate: '1',
  publisher_share: '1',
  site_share: '1',
  days: 30,
  period_days: 30,
  part_eur: amount,
  counts: 1,
  topic: 't',
  partition: 0,
  offset: '1',
  sha256: 'aa',
});
// The engine leaves zeros at the end of a part away.
export const parts = [part('f1', '240'), part('f2', '612.5'), part('f3', '0.0000000001')];
export const lines = [
  {
    line: 'advertising',
    documented_eur: '852.5000',
    modelled_eur: '1.0000',
    floor_eur: '852.5000',
  },
];
export const derivation: Derivation = {
  floor: {
    operation: 'one.tv',
    month: '2015-11',
    floor_eur: '3852.5000',
    floor_headline_eur: '3000.0000',
    rung: 'L0',
    confidence: '1.000000',
  },
  lines,
  parts,
  exchange_rates: [],
  audience: [],
  rates: [],
  excluded: [],
  model: [],
  model_shown: NOTHING_MODELLED,
  likely_range: null,
  registry: [],
  sensitivity: [],
  threshold_eur: '800.0000',
  break_even: [],
  next_evidence: [],
  run: null,
  last_run: null,
};
