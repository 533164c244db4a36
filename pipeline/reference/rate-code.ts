// Codes that an exchange rate may be of: currencies of ISO 4217 and the assets that records may
// be in. The euro has no rate.
import { ASSET_CODES } from '../../schemas/asset.ts';
import { CURRENCY_CODES } from '../../schemas/iso-codes.ts';

/** What is wrong with a code; null: a rate may be of it. */
export function rateCodeProblem(code: string): string | null {
  if (code === 'EUR') return 'the euro has no rate: it is 1';
  if (CURRENCY_CODES.has(code) || ASSET_CODES.has(code)) return null;
  return `"${code}" is neither a currency of ISO 4217 nor an asset of reference/assets.json`;
}
