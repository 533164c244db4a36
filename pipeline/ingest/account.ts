// The comparable form of an account and the country it is in: characters 5-6 of the BIC first, then
// the IBAN prefix, then what was declared. Which of them decided is kept. Limits: a GB IBAN may be
// a Jersey account; the licence country of a payment service is the intermediary's, not the
// payee's.
import { isValidBIC, isValidIBAN } from 'ibantools';
import { COUNTRY_CODES } from '../../schemas/iso-codes.ts';
import type { Payee } from '../../schemas/flow.ts';

export interface Account {
  /** IBAN and BIC in electronic form, everything else as written without spaces around it. */
  key: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  countryFrom: 'bic' | 'iban' | 'declared';
}

const MEMORY_LIMIT = 50_000;
/** By account as written; of the payees that share one, the last. */
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
  // What stands in the field `bic` and is none must not hide the account, which may be one.
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
