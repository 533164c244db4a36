// reference/assets.json: crypto assets that an amount may be in, beside the currencies of ISO 4217.
import { z } from 'zod';
import { CURRENCY_CODES } from './iso-codes.ts';
import { ROW_ORIGIN, referenceRows, referenceText } from './reference-file.ts';

const FILE = 'assets.json';
const asset = z.strictObject({
  code: z
    .string()
    .regex(/^[A-Z\d]{3,10}$/, 'write 3 to 10 capitals or digits, such as USDT')
    // An amount in it would be read as money of that state.
    .refine((code) => !CURRENCY_CODES.has(code), {
      error: ({ input }) =>
        `${String(input)} is a currency code of ISO 4217, of today or of earlier; ` +
        'give the asset another code',
    }),
  name: z.string().min(1, 'name the asset'),
  /** Digits after the point of its smallest unit. */
  decimals: z.int('write a whole number').min(0, 'write 0 or more').max(30, 'write 30 or less'),
  ...ROW_ORIGIN,
});

/** Decimals by code. */
export function parseAssets(text: string): ReadonlyMap<string, number> {
  const rows = referenceRows(FILE, text, asset, ({ code }) => [code]);
  return new Map(rows.map(({ code, decimals }) => [code, decimals]));
}

export const ASSET_CODES = parseAssets(referenceText(FILE));
