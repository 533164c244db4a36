// Computes the comparable form of an account and its country. The country comes from characters 5
// and 6 of the BIC, else from the IBAN prefix, else from what the record declares; the row keeps
// which of them decided. Limits: a GB IBAN may be a Jersey account, and the licence country of a
// payment service is the country of the intermediary, not of the payee.
import { isValidBIC, isValidIBAN } from 'ibantools';
import { COUNTRY_CODES } from '../../schemas/iso-codes.ts';
import type { Payee } from '../../schemas/flow.ts';

export interface Account {
  /** IBAN and BIC in electronic form; anything else as written, trimmed. */
  key: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  countryFrom: 'bic' | 'iban' | 'declared';
}

const MEMORY_LIMIT = 50_000;
/** Keyed by the account as written. Payees that share an account replace each other here. */
const memory = new Map<string, { payee: Payee; account: Account }>();

export function accountOf(payee: Payee): Account {
  const known = memory.get(payee.account);
  if (known !== undefined && sameAccount(known.payee, payee)) return known.account;
  const account = derive(payee);
  if (memory.size >= MEMORY_LIMIT) memory.clear();
  memory.set(payee.account, { payee, account });
  return account;
}

function sameAccount(a: Payee, b: Payee): boolean {
  return (
    a.account_type === b.account_type &&
    a.country === b.country &&
    a.bank_country === b.bank_country &&
    a.bic === b.bic
  );
}

function derive(payee: Payee): Account {
  const isBank = payee.account_type === 'iban' || payee.account_type === 'bic';
  const key = isBank ? electronic(payee.account) : payee.account.trim();
  // The field `bic` may hold something invalid. Then the account itself can still be a BIC.
  const fromBic =
    countryOfBic(electronic(payee.bic ?? '')) ??
    (payee.account_type === 'bic' ? countryOfBic(key) : null);
  if (fromBic !== null) return { key, country: fromBic, countryFrom: 'bic' };
  if (payee.account_type === 'iban' && isValidIBAN(key))
    return { key, country: key.slice(0, 2), countryFrom: 'iban' };
  return { key, country: payee.bank_country ?? payee.country, countryFrom: 'declared' };
}

function electronic(written: string): string {
  return written.replace(/[\s.-]/g, '').toUpperCase();
}

function countryOfBic(bic: string): string | null {
  const country = bic.slice(4, 6);
  return isValidBIC(bic) && COUNTRY_CODES.has(country) ? country : null;
}
