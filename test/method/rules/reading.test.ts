import { expect, test } from 'vitest';
import { readEvidence } from '../../../pipeline/method/reading.ts';
import { dollars, evidenceOf, floorText, flow, inMonth, referenceOf } from '../flow-records.ts';

test('the same evidence is read again for other reference data', () => {
  const paid = flow('f', { ...inMonth('2020-03'), currency: 'USD', value_date: '2020-04-10' });
  const evidence = evidenceOf([paid]);
  const at = (rate: string) =>
    floorText(evidence, { reference: { rates: dollars({ '2020-04-10': rate }) } });
  expect(at('0.9')).toEqual({ '2020-03': '90.0000' });
  expect(at('0.8')).toEqual({ '2020-03': '80.0000' });
});

test('and once for the same', () => {
  const evidence = evidenceOf([flow('f', inMonth('2020-03'))]);
  const reference = referenceOf();
  expect(readEvidence(evidence, reference)).toBe(readEvidence(evidence, reference));
});
