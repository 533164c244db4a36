// Until the records may leave out what is not known of a payee.
import type { Payee } from '../../schemas/flow.ts';
import { canonicalAccount, payeePlace } from '../../schemas/account-form.ts';

interface Account {
  key: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  countryFrom: string;
}

export function accountOf(payee: Payee): Account {
  const { country, from } = payeePlace(payee);
  return { key: canonicalAccount(payee.account), country, countryFrom: from };
}
