import { expect, test } from 'vitest';
import { readEvidence } from '../../../pipeline/method/reading.ts';
import { evidenceOf, flow, inMonth, referenceOf } from '../flow-records.ts';

test('the same evidence is read once for one reference', () => {
  const evidence = evidenceOf([flow('f', inMonth('2020-03'))]);
  const reference = referenceOf();
  const reading = readEvidence(evidence, reference);
  expect(readEvidence(evidence, reference)).toBe(reading);
  expect(readEvidence(evidence, referenceOf())).not.toBe(reading);
  expect(readEvidence({ ...evidence }, reference)).not.toBe(reading);
});
