// M-ACCOUNT: an account has one form, by its shape alone, and a country: characters 5 and 6 of the
// BIC, else the prefix of the IBAN, else what was declared (docs/method.md, "Offshore flags").
import { describe, expect, test } from 'vitest';
import { canonicalAccount, payeePlace } from '../../schemas/account-form.ts';
import { parsePlaceholderBics } from '../../schemas/bic.ts';

const ETH = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed';
const BECH32 = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq';
const BTC = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const TRX = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8';
const CASH = 'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a';

describe('spellings of one account', () => {
  test.each([
    ['LU280019400644750000', 'LU28 0019 4006 4475 0000', 'lu28-0019-4006-4475-0000'],
    ['LU280019400644750000', 'LU28.0019.4006.4475.0000', 'LU28\u00a00019\u202f4006 4475 0000'],
    ['LU280019400644750000', 'IBAN: LU28 0019 4006 4475 0000', 'iban lu280019400644750000'],
    ['LU280019400644750000', 'ＬＵ２８ 0019 4006 4475 0000', 'LU28\u20100019 4006 4475 0000'],
    ['VG96VPVG0000012345678901', 'VG96 VPVG 0000 0123 4567 8901', 'vg96vpvg0000012345678901'],
    [
      'MT84MALT011000012345MTLCAST001S',
      'MT84 MALT 0110 0001 2345 MTLC AST0 01S',
      ' mt84malt011000012345mtlcast001s ',
    ],
    ['VG96VPVG************8901', 'VG96 VPVG **** **** **** 8901', 'vg96-vpvg-****-****-****-8901'],
    ['VG••••••••••8901', 'VG•• •••• •••• 8901', 'vg••••••••••8901'],
    [
      'FR76XXXXXXXXXXXXXXXXXXXX123',
      'FR76 XXXX XXXX XXXX XXXX XXXX 123',
      'fr76 xxxx xxxx xxxx xxxx xxxx 123',
    ],
    ['BCEEPAPA', 'bceepapa', 'BCEEPAPAXXX'],
    ['BCEEPAPA', 'BCEE PA PA', 'BCEE PA PA XXX'],
    ['BCEEPAPA123', 'bceepapa123', 'BCEE PA PA 123'],
    [ETH, '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', `0X${ETH.slice(2).toUpperCase()}`],
    [ETH, `ethereum:${ETH}`, `ETHEREUM:pay-${ETH}@1/transfer?value=1`],
    [BECH32, BECH32.toUpperCase(), `bitcoin:${BECH32}?amount=0.1`],
    [BECH32, `BITCOIN:${BECH32.toUpperCase()}?AMOUNT=1`, `bitcoin://${BECH32}`],
    [BTC, `bitcoin:${BTC}`, ` Bitcoin:${BTC}?label=films `],
    [TRX, `tron:${TRX}`, `TRON:${TRX}?amount=1`],
    [CASH, `bitcoincash:${CASH}`, `BITCOINCASH:${CASH.toUpperCase()}`],
    ['jean@films.tv', 'Jean@Films.TV', 'mailto:JEAN@FILMS.TV'],
    ['Re\u0301mi'.normalize('NFC'), 'Re\u0301mi', 'R\u00e9mi\u200b'],
    ['A. Payee Ltd', ' A.  Payee\tLtd ', '\u202eA. Payee\u00a0Ltd\u202c'],
    ['pub-4711', 'pub\u200b-4711', 'ｐｕｂ-4711'],
  ])('%s', (form, ...spellings) => {
    for (const spelling of [form, ...spellings]) expect(canonicalAccount(spelling)).toBe(form);
  });
});

describe('what fits no shape keeps its case', () => {
  test.each([
    'pub-4711',
    'Pub-4711',
    'ca-pub-1234567890123456',
    BTC,
    TRX,
    `bitcoin:${BTC.slice(0, 10)}`,
    'bitcoin:films',
    `other:${BTC}`,
    // Mixed case is no spelling of a BIC or of bech32.
    'AdneTFr1',
    'bc1qAR0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    // Without valid check digits it is no IBAN.
    'LU29 0019 4006 4475 0000',
    // Of a country without IBANs, and letters in both cases.
    'us64AbcdEfghIjklMnop',
    'ABCDZZPP',
    'PAUL FRAY',
    'ca****12',
    'CAXXXXXXXX12',
    'FRXX XXXX 1234',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe',
    '@Films.VF',
    'Jean <jean@Films.tv>',
    'jean@Films',
  ])('%s', (written) => {
    expect(canonicalAccount(written)).toBe(written);
  });
});

test('an IBAN of a country that ibantools does not know is an IBAN by its check digits', () => {
  expect(canonicalAccount('ky34 cayn 0000 0000 1234 5678')).toBe('KY34CAYN0000000012345678');
  expect(canonicalAccount('ky83 cayn 0000 0000 1234 5678')).toBe('ky83 cayn 0000 0000 1234 5678');
});

describe('the country of an account', () => {
  const unknown = {
    account: null,
    account_type: null,
    bic: null,
    bank_country: null,
    country: null,
  };
  const VG = 'VG96VPVG0000012345678901';

  test.each([
    { given: { account_type: 'bic', account: 'BCEEPAPA' }, country: 'PA', from: 'bic' },
    { given: { account_type: 'bic', account: 'bcee pa pa' }, country: 'PA', from: 'bic' },
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
    { given: { account: VG, bic: 'bnpafrppxxx' }, country: 'FR', from: 'bic' },
    {
      given: { account_type: 'iban', account: 'LU28 0019 4006 4475 0000', bic: 'n/a' },
      country: 'LU',
      from: 'iban',
    },
    {
      given: { account_type: 'other', account: 'lu28 0019 4006 4475 0000' },
      country: 'LU',
      from: 'iban',
    },
    { given: { account: VG, country: 'FR' }, country: 'VG', from: 'iban' },
    { given: { account: VG, bic: 'NOTPROVIDED', country: 'FR' }, country: 'VG', from: 'iban' },
    { given: { account: VG, bic: 'NOTAVAIL', country: 'FR' }, country: 'VG', from: 'iban' },
    { given: { account: VG, bic: 'XXXXFRPP', country: 'FR' }, country: 'VG', from: 'iban' },
    { given: { account: VG, bic: 'NOBICXXX', country: 'FR' }, country: 'VG', from: 'iban' },
    // ZZ is no country.
    { given: { account: VG, bic: 'BNPAZZPP', country: 'FR' }, country: 'VG', from: 'iban' },
    { given: { account: 'VG••••••••••8901', country: 'FR' }, country: 'VG', from: 'iban' },
    { given: { account: 'VG96 VPVG **** **** **** 8901' }, country: 'VG', from: 'iban' },
    {
      given: { account_type: 'psp', account: 'VG96XXXXXXXXXXXXXXXX8901' },
      country: 'VG',
      from: 'iban',
    },
    {
      given: { account: 'BCEEPAPA', bic: 'unknown', country: 'FR' },
      country: 'FR',
      from: 'declared',
    },
    {
      given: { account_type: 'bic', account: 'NOTPROVIDED', bank_country: 'CY', country: 'FR' },
      country: 'CY',
      from: 'declared',
    },
    {
      given: { account_type: 'iban', account: 'LU29 0019 4006 4475 0000', country: 'FR' },
      country: 'FR',
      from: 'declared',
    },
    { given: { account: 'pub-1', country: 'FR' }, country: 'FR', from: 'declared' },
    { given: { bank_country: 'CY' }, country: 'CY', from: 'declared' },
    { given: { account: 'pub-1' }, country: '', from: '' },
    { given: {}, country: '', from: '' },
  ])('of $given is $country, from what is $from', ({ given, country, from }) => {
    expect(payeePlace({ ...unknown, ...given })).toEqual({ country, from });
  });
});

test('a placeholder BIC needs its day, reason and source, and stands once', () => {
  const row = '{"begins":"NOTAVAIL","from":"2026-11-30","reason":"r","source":"s"}';
  const list = (...rows: string[]) => `{"version":"2026-11-30","rows":[${rows.join(',')}]}`;
  expect(parsePlaceholderBics(list(row))).toEqual(['NOTAVAIL']);
  expect(() => parsePlaceholderBics(list(row, row))).toThrow(/NOTAVAIL is on the list twice/);
  expect(() => parsePlaceholderBics(list(row.replace('NOTAVAIL', 'no')))).toThrow(/first 4 to 8/);
  expect(() => parsePlaceholderBics(list(row.replace(',"source":"s"', '')))).toThrow(/source/);
});
