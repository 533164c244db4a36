// The one form of an account, by the shape of what was written and not by the type that a record
// gives (M-ACCOUNT), and the country of a payee's account. What fits no shape keeps its case:
// publisher accounts that differ in case are two accounts.
import { countryOfBic, isBic, standsForUnknown } from './bic.ts';
import { isIban, isIbanCountry, isMaskedIban } from './iban.ts';
import { plainText } from './plain-text.ts';

/** Two spellings of one account have one form. */
export function canonicalAccount(written: string): string {
  const text = plainText(written);
  return addressOnChain(text) ?? mailAddress(text) ?? ibanForm(text) ?? bicForm(text) ?? text;
}

/** What an account is compared by; empty: none, or a word that stands for an unknown one. */
export function accountKey(written: string | null): string {
  const key = written === null ? '' : canonicalAccount(written);
  return standsForUnknown(key) ? '' : key;
}

const HEX_ADDRESS = /^0x[\da-f]{40}$/i;
/** Letters of bech32, behind the names of the networks that use it. */
const BECH32 = /^(?:bc|bcrt|tb|ltc|tltc|addr|cosmos|dgb|grs|vtc|zs|u)1[02-9ac-hj-np-z]{8,120}$/i;
const CASH_ADDRESS = /^[qp][02-9ac-hj-np-z]{41}$/i;
const BASE58 = /^[1-9A-HJ-NP-Za-km-z]{25,110}$/;
const PAYMENT_URI =
  /^(bitcoin|bitcoincash|ethereum|litecoin|tron|monero|dogecoin|dash|zcash|ripple|solana):(?:\/\/)?(?:pay-)?([^?@/]+)(?:[?@/].*)?$/i;

/** An address of a crypto asset; null: another kind of account. */
function addressOnChain(text: string): string | null {
  const colon = text.indexOf(':');
  if (colon > 0) {
    const [, scheme = '', address = ''] = PAYMENT_URI.exec(text) ?? [];
    if (scheme === '') return null;
    return caseFreeAddress(address) ?? (BASE58.test(address) ? address : null);
  }
  return caseFreeAddress(text);
}

/** In lower case, where the chain does not look at case; mixed case in bech32 is a fault. */
function caseFreeAddress(text: string): string | null {
  if (text.length < 14) return null;
  if (HEX_ADDRESS.test(text)) return text.toLowerCase();
  const isAddress = (BECH32.test(text) || CASH_ADDRESS.test(text)) && !isMixedCase(text);
  return isAddress ? text.toLowerCase() : null;
}

const isMixedCase = (text: string) => text !== text.toLowerCase() && text !== text.toUpperCase();

const MAIL_ADDRESS = /^(?:mailto:)?([^\s@:]+@[^\s@:.]+(?:\.[^\s@:.]+)+)$/i;

function mailAddress(text: string): string | null {
  if (!text.includes('@')) return null;
  return MAIL_ADDRESS.exec(text)?.[1]?.toLowerCase().normalize('NFKC') ?? null;
}

const SEPARATORS = /[\s.\-\u2010-\u2015\u2212]+/g;
const compactForm = (text: string) => text.replace(SEPARATORS, '').toUpperCase();
/** Begins like an IBAN, or like one with a word before it or with unreadable check digits. */
const BEGINS_AS_IBAN = /^(?:IBAN\b[\s:]*)?[A-Z]{2}[\s.-]?[\dX*•●#]/i;

/** Also of an IBAN that somebody masked in part. */
function ibanForm(text: string): string | null {
  if (text.length < 12 || !BEGINS_AS_IBAN.test(text)) return null;
  const bare = text.replace(/^IBAN\b[\s:]*/i, '');
  const compact = compactForm(bare);
  // Of a country without IBANs it is more likely an account with letters in both cases.
  const isKnown = isIbanCountry(compact.slice(0, 2)) || !isMixedCase(bare);
  return (isKnown && isIban(compact)) || isMaskedIban(compact) ? compact : null;
}

const BIC_IN_GROUPS = /^[A-Z]{4}( ?)[A-Z]{2}\1[A-Z\d]{2}(?:\1[A-Z\d]{3})?$/;

/** The head office (`XXX`) is the bank itself. Mixed case is no spelling of a BIC. */
function bicForm(text: string): string | null {
  if (text.length < 8 || text.length > 14) return null;
  const upper = text.toUpperCase();
  if (isMixedCase(text) || !BIC_IN_GROUPS.test(upper)) return null;
  const compact = upper.replaceAll(' ', '');
  return isBic(compact) ? compact.replace(/^(.{8})XXX$/, '$1') : null;
}

/** What is known of where a payee was paid; null: not known. */
interface KnownPayee {
  account: string | null;
  account_type: string | null;
  bic: string | null;
  bank_country: string | null;
  country: string | null;
}

export interface PayeePlace {
  /** ISO 3166-1 alpha-2; empty: not known. */
  country: string;
  from: 'bic' | 'iban' | 'declared' | '';
}

/**
 * The country of the account that was paid: characters 5 and 6 of the BIC, else the prefix of the
 * IBAN, else what the record declares of the bank, else of the payee. Limits: a GB IBAN may be an
 * account in Jersey, and the licence country of a payment service is that of the intermediary.
 */
export function payeePlace(payee: KnownPayee): PayeePlace {
  const { account, account_type: type, bic } = payee;
  // The field `bic` may hold something invalid. Then the account itself can still be a BIC.
  const fromBic =
    (bic === null ? null : countryOfBic(compactForm(plainText(bic)))) ??
    (type === 'bic' && account !== null ? countryOfBic(compactForm(plainText(account))) : null);
  if (fromBic !== null) return { country: fromBic, from: 'bic' };
  const iban = account === null ? null : ibanForm(plainText(account));
  if (iban !== null) return { country: iban.slice(0, 2), from: 'iban' };
  const country = payee.bank_country ?? payee.country ?? '';
  return { country, from: country === '' ? '' : 'declared' };
}
