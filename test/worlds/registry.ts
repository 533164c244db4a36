// Who is who in a world: records of sites, accounts and networks. Some are corrected later, some
// are void; the highest revision says what is true.
import type { z } from 'zod';
import type { Random } from '../../pipeline/platform/random.ts';
import type { accountSchema } from '../../schemas/account.ts';
import type { networkSchema } from '../../schemas/network.ts';
import type { siteSchema } from '../../schemas/site.ts';
import type { Course, OwnAccount, Stream } from './course.ts';
import { dayText } from './day.ts';
import type { Happening } from './happening.ts';

export interface Registry {
  readonly sites: readonly z.input<typeof siteSchema>[];
  readonly accounts: readonly z.input<typeof accountSchema>[];
  readonly networks: readonly z.input<typeof networkSchema>[];
  /** True if a record says whose the publisher account of the stream is. */
  readonly hasPublisherRow: (stream: Stream) => boolean;
  /** True if a record says whose the publisher account is at the network with that key. */
  readonly knowsPublisher: (account: string, key: string) => boolean;
  readonly hasRow: (account: OwnAccount) => boolean;
}

const source = 'case-file';

export function registryOf(random: Random, course: Course, happenings: Set<Happening>): Registry {
  const publisherRows = new Map([...publisherAccounts(course)].filter(() => random.chance(0.6)));
  const withoutRow = course.accounts.find(() => random.chance(0.08));
  const hasRow = (account: OwnAccount) =>
    account.operation !== null && (account !== withoutRow || account.type === 'psp');
  return {
    sites: [...siteRows(random, course, happenings)],
    accounts: [
      ...[...publisherRows].map(([account, { network, operation }]) => ({
        record_id: `acc-${account}`,
        source,
        network,
        account,
        account_type: 'publisher' as const,
        operation,
      })),
      ...course.accounts.filter(hasRow).map((own) => ({
        record_id: `acc-${own.account}`,
        source,
        account: random.chance(0.5) ? own.account : own.spelledOtherwise,
        account_type: own.type,
        operation: own.operation ?? '',
        valid_from: random.chance(0.5) ? null : '2010-01-01',
      })),
      ...jointRows(random, course, happenings),
    ],
    networks: networkRows(course),
    hasPublisherRow: ({ publisherAccount }) => publisherRows.has(publisherAccount),
    knowsPublisher: (account, key) => publisherRows.get(account)?.network === key,
    hasRow,
  };
}

/** Publisher accounts that are one operation's; an agent's account is nobody's of them. */
function publisherAccounts(course: Course) {
  const rows = new Map<string, { network: string; operation: string }>();
  for (const stream of course.streams) {
    const same = course.streams.filter(
      ({ publisherAccount }) => publisherAccount === stream.publisherAccount,
    );
    const operations = new Set(same.flatMap(({ owners }) => owners.map((one) => one.operation)));
    const isOwn = same.every(({ agent, sale }) => agent === null && sale === null);
    const [operation] = operations;
    if (isOwn && operations.size === 1 && operation !== undefined)
      rows.set(stream.publisherAccount, { network: stream.network.domain, operation });
  }
  return rows;
}

function* siteRows(random: Random, course: Course, happenings: Set<Happening>) {
  for (const operation of course.operations) {
    const row = { record_id: `site-${operation}`, source, site: `${operation}.tv`, operation };
    if (random.chance(0.15)) {
      happenings.add('registry_row_corrected');
      yield { ...row, operation: 'somebody-else' };
      yield { ...row, revision: 2 };
    } else yield row;
    yield { ...row, record_id: `mirror-${operation}`, site: `${operation}-mirror.tv` };
  }
  if (random.chance(0.1)) {
    happenings.add('registry_row_void');
    const row = { record_id: 'site-wrong', source, site: 'films.tv', operation: 'somebody-else' };
    yield row;
    yield { ...row, revision: 2, void: true };
  }
  for (const { sale, owners } of course.streams) {
    if (sale === null) continue;
    happenings.add('site_sold_in_mid_month');
    const row = { source, site: owners[0].sites[0] };
    yield {
      ...row,
      record_id: 'site-sold-1',
      operation: owners[0].operation,
      valid_to: dayText(sale.day - 1),
    };
    yield {
      ...row,
      record_id: 'site-sold-2',
      operation: sale.buyer,
      valid_from: dayText(sale.day),
    };
  }
}

/** An account that two records give to two operations is nobody's. */
function jointRows(random: Random, course: Course, happenings: Set<Happening>) {
  const joint = course.accounts.find(({ operation }) => operation === null);
  if (joint === undefined || course.operations.length < 2 || random.chance(0.5)) return [];
  happenings.add('account_of_two_operations');
  return course.operations.slice(0, 2).map((operation) => ({
    record_id: `joint-${operation}`,
    source,
    account: joint.account,
    account_type: 'iban' as const,
    operation,
  }));
}

function networkRows({ payers, broken }: Course) {
  return payers.flatMap(({ domain, otherDomain, company, isCompanyJoined }) => [
    ...(broken === 'one_name'
      ? []
      : [{ record_id: `net-${otherDomain}`, source, network: domain, name: otherDomain }]),
    ...(isCompanyJoined
      ? [{ record_id: `net-${company}`, source, network: domain, name: company }]
      : []),
  ]);
}
