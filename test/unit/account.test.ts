// The country of an account: characters 5 and 6 of the BIC, else the IBAN's prefix, else what was
// declared (docs/method.md, "Offshore flags").
import { expect, test } from 'vitest';
import { accountOf } from '../../pipeline/ingest/account.ts';
import type { Payee } from '../../schemas/flow.ts';

const payee = (fields: Partial<Payee>): Payee => ({
  name: 'A',
  country: 'FR',
  account: 'acc',
  account_type: 'other',
  bic: null,
  bank_country: null,
  ...fields,
});

test.each([
  { given: { account_type: 'bic', account: 'BCEEPAPA' }, country: 'PA', from: 'bic' },
  {
    given: { account_type: 'bic', account: 'BCEEPAPA', bic: 'unknown' },
    country: 'PA',
    from: 'bic',
  },
  {
    given: { account_type: 'bic', account: 'BCEEPAPA', bic: 'BNPAFRPP' },
    country: 'FR',
    from: 'bic',
  },
  {
    given: { account_type: 'iban', account: 'LU28 0019 4006 4475 0000', bic: 'n/a' },
    country: 'LU',
    from: 'iban',
  },
  {
    given: { account_type: 'other', account: 'BCEEPAPA', bic: 'unknown' },
    country: 'FR',
    from: 'declared',
  },
  {
    given: { account_type: 'bic', account: 'nothing', bic: 'unknown', bank_country: 'CY' },
    country: 'CY',
    from: 'declared',
  },
] as const)('of $given is $country, from what is $from', ({ given, country, from }) => {
  expect(accountOf(payee(given))).toMatchObject({ country, countryFrom: from });
});
