// Cases from real documents (test/cases/README.md): the right value of each by method 2.
import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../pipeline/method/evidence.ts';
import { floorsOf } from '../../pipeline/method/floors-of.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import { evidenceIn } from './read-evidence-files.ts';

const reference = methodReference();

function evidenceOf(name: string, files: readonly string[]): Evidence {
  const folder = new URL(`../cases/${name}/`, import.meta.url);
  return evidenceIn(['site', ...files].map((file) => new URL(`${file}.ndjson`, folder)));
}

/** Months with a figure. */
function floors(evidence: Evidence): Record<string, string> {
  const { months } = floorsOf('cible', evidence, reference);
  return Object.fromEntries(
    months
      .filter(({ status }) => status === 'ok')
      .map(({ month, floor }) => [month, fixedPoint(floor, 4)]),
  );
}

test('01: a deduction without a date is taken off at the highest rate of its window', () => {
  const found = floors(evidenceOf('01-deduction-without-date', ['flow']));
  // 400 USD at 0.9185266832 (1 / 1.0887, 21 April 2022), less 150 USD at 0.9995002498 (1 / 1.0005,
  // 14 July 2022): 367.41067328 - 149.92503747.
  expect(found).toEqual({ '2022-03': '217.4856' });
  expect(Number(found['2022-03'])).toBeLessThanOrEqual(229.63);
});

describe('03: one payment in a statement and in a bank file', () => {
  test.for(['flow-bank-a', 'flow-bank-b'])('%s adds nothing to the statement', (bank) => {
    const evidence = evidenceOf('03-one-payment-two-documents', ['flow-statement', bank]);
    expect(floors(evidence)).toEqual({ '2022-01': '64.0300' });
  });
});

describe('09: a statement that was exported again', () => {
  const NAME = '09-second-export-of-one-statement';
  const first = evidenceOf(NAME, ['flow-first']);
  const later = evidenceOf(NAME, ['flow-later']).flows;

  test('as a later revision it corrects the first export', () => {
    const corrected = later.map((flow) => ({ ...flow, revision: 2 }));
    const flows = [...first.flows, ...corrected];
    expect(floors({ ...first, flows })).toEqual({ '2022-03': '36.9800' });
  });

  test('under the same revision only the amount that differs is in dispute', () => {
    // 12.34 and 12.3400 are one content.
    const flows = [...first.flows, ...later];
    expect(floors({ ...first, flows })).toEqual({ '2022-03': '24.6800' });
  });
});

test('11: a row of two exports that overlap counts once', () => {
  const evidence = evidenceOf('11-overlapping-exports', ['flow-mars', 'flow-avril']);
  expect(floors(evidence)).toEqual({ '2022-03': '110.0000', '2022-04': '70.0000' });
});

test('16: money that names an account alone goes to the operation of the account', () => {
  const evidence = evidenceOf('16-account-of-an-operation', ['flow', 'account']);
  expect(floors(evidence)).toEqual({ '2022-03': '4161.0000' });
});

describe('21: earnings of four months in one payment', () => {
  const NAME = '21-payment-of-several-months';
  const EARNED = {
    '2022-01': '20.0000',
    '2022-02': '25.0000',
    '2022-03': '30.0000',
    '2022-04': '10.0000',
  };
  test.for([
    ['flow-c', 'as four paid lines'],
    ['flow-d', 'as four accrued lines that the payment settles'],
  ])('%s: %s', ([file = '']) => {
    expect(floors(evidenceOf(NAME, [file]))).toEqual(EARNED);
  });
});
