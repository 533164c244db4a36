// M-ACCOUNT. A record of kind `account` says that an account is an operation's from a day to a
// day. A flow without site and shares goes, day by day, to the operation of its publisher account
// at its network, or, where no row names that, of the account that was paid. If both are named and
// differ, or several rows differ, it is nobody's on that day.
import { accountKey } from '../../schemas/account-form.ts';
import type { Days } from './calendar.ts';
import type { AccountRecord } from './evidence.ts';
import type { Networks } from './network.ts';
import { groupBy } from './order.ts';
import { type Stay, claimOf, isOn, operationsOf, staysBetween } from './property.ts';
import { undisputed } from './revision.ts';

export interface FlowAccounts {
  /** One text for all names of the network; empty: not known. */
  readonly network: string;
  /** Accounts in canonical form; empty: not known. */
  readonly publisher: string;
  readonly payee: string;
}

export interface AccountOwners {
  /** Whom a flow through these accounts goes to; null: no row names them, or rows differ. */
  readonly staysOf: (accounts: FlowAccounts, days: Days) => Stay[];
  /** The operations whose own account this is on the day, by any row. */
  readonly ownersOn: (account: string, day: number) => string[];
}

const publisherName = (network: string, account: string) => `${network}\0${account}`;

export function accountOwners(
  records: readonly AccountRecord[],
  networks: Networks,
): AccountOwners {
  const claims = undisputed(records).map((record) => ({
    ...claimOf(record),
    account: accountKey(record.account),
    network: networks.nameOf(record.network),
    // A publisher account always has its network.
    isPublisher:
      record.account_type === 'publisher' ||
      (record.account_type === null && record.network !== null),
  }));
  const byAccount = groupBy(claims, ({ account }) => account);
  const publishers = groupBy(
    claims.filter(({ isPublisher }) => isPublisher),
    ({ network, account }) => publisherName(network, account),
  );
  const paid = groupBy(
    claims.filter(({ isPublisher }) => !isPublisher),
    ({ account }) => account,
  );
  return {
    staysOf: ({ network, publisher, payee }, days) => {
      const own = publisher === '' ? [] : (publishers.get(publisherName(network, publisher)) ?? []);
      const payees = payee === '' ? [] : (paid.get(payee) ?? []);
      const rows = [...own, ...payees];
      return staysBetween(days, rows, (day) => {
        const claims = rows.filter((claim) => isOn(claim, day));
        const [operation = null, ...others] = operationsOf(claims);
        return others.length === 0 ? operation : null;
      });
    },
    ownersOn: (account, day) =>
      account === ''
        ? []
        : operationsOf((byAccount.get(account) ?? []).filter((claim) => isOn(claim, day))),
  };
}
