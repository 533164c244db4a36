// A derivation of the world of explained-world.ts, with names that try to break out of a paper.
import type { Derivation } from '../../pipeline/explain/derivation.ts';
import { evidenceOf, flow, inMonth } from '../method/flow-records.ts';
import { FLOWS, WORLD, explanationIn } from './explained-world.ts';

export const HOSTILE = '<script>alert(1)</script>';

const hostile = [
  flow('a|b', { ...inMonth('2022-03'), network: HOSTILE, source: '[x](y)', amount: '0.00000001' }),
  flow('=1+1', { ...inMonth('2022-03'), source: '[x](y)', network: HOSTILE, status: 'accrued' }),
];

export const floorRow = {
  operation: 'films',
  month: '2022-03',
  floor_eur: '610.0000',
  floor_headline_eur: '610.0000',
  documented_eur: '610.0000',
  modelled_eur: '0.0000',
  rung: 'L0',
  confidence: '1.000000',
  status: 'ok',
  reason: '',
  run_id: 'aa',
};

export const derivation: Derivation = {
  ...explanationIn(WORLD),
  floor: floorRow,
  run: null,
  last_run: null,
};

export const hostileDerivation: Derivation = {
  ...explanationIn(evidenceOf([...FLOWS, ...hostile], WORLD)),
  floor: { ...floorRow, operation: HOSTILE },
  run: null,
  last_run: null,
};
