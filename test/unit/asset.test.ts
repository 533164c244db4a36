// reference/assets.json: crypto assets beside the currencies of ISO 4217.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ASSET_CODES, parseAssets } from '../../schemas/asset.ts';

const row = (code: string, decimals: unknown = 6) =>
  JSON.stringify({ code, name: 'n', decimals, from: '2026-11-30', reason: 'r', source: 's' });
const list = (...rows: string[]) => `{"version":"2026-11-30","rows":[${rows.join(',')}]}`;

test('the assets that payouts are made in have the decimals of their smallest unit', () => {
  const known = { USDT: 6, USDC: 6, BTC: 8, ETH: 18, TRX: 6, LTC: 8, XMR: 12 };
  for (const [code, decimals] of Object.entries(known))
    expect(ASSET_CODES.get(code)).toBe(decimals);
  expect(parseAssets(readFileSync('reference/assets.json', 'utf8'))).toEqual(ASSET_CODES);
});

test('a code of ISO 4217, of today or of earlier, is refused', () => {
  for (const code of ['EUR', 'FRF', 'XAU', 'BYR'])
    expect(() => parseAssets(list(row('USDT'), row(code)))).toThrow(
      `reference/assets.json, rows.1.code: ${code} is a currency code of ISO 4217, of today or of ` +
        'earlier; give the asset another code. Correct the file.',
    );
});

test.each([
  [list(row('usdt')), /rows\.0\.code: write 3 to 10 capitals or digits/],
  [list(row('US')), /write 3 to 10/],
  [list(row('ABCDEFGHIJK')), /write 3 to 10/],
  [list(row('USDT', -1)), /write 0 or more/],
  [list(row('USDT', 1.5)), /write a whole number/],
  [list(row('USDT', 31)), /write 30 or less/],
  [list(row('USDT'), row('USDT')), /rows\.1: USDT is on the list twice/],
  [list(row('USDT').replace('"n"', '""')), /name the asset/],
  [list(row('USDT').replace('"reason":"r",', '')), /rows\.0\.reason/],
  [list(row('USDT').replace('{', '{"rate":"1",')), /rows\.0/],
  [list(row('USDT').replace('2026-11-30', '30.11.2026')), /rows\.0\.from: write a day/],
  ['[]', /reference\/assets\.json/],
])('%s is refused', (text, message) => {
  expect(() => parseAssets(text)).toThrow(message);
});
