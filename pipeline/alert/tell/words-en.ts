// The sentences of an alert in English. Texts of records come in quoted and harmless, amounts and
// days in words.
import type { AlertWords } from './words.ts';

const counted = (count: number, word: string) =>
  `${String(count)} ${word}${count === 1 ? '' : 's'}`;
const places = (place: 'listed' | 'offshore_centre', countries: readonly string[]) => {
  const isOne = countries.length === 1;
  const inAll = countries.join('; ');
  return place === 'listed'
    ? `${isOne ? 'a place that was' : 'places that were'} on an official list on the day of the payment (${inAll})`
    : `${isOne ? 'an offshore centre' : 'offshore centres'} on the analysts' list (${inAll}); that list is not a legal list`;
};

export const ENGLISH_ALERT: AlertWords = {
  levels: {
    network: 'the network',
    publisher_account: 'the publisher account',
    payee: 'the payee',
    account: 'the account',
    account_country: 'the country of the account',
  },
  severities: { high: 'high', medium: 'medium', low: 'low' },
  atNetwork: (account, network) => `${account} at ${network}`,
  isNew: (operation, _level, key) =>
    `${operation}: ${key} is new in the records of this operation.`,
  isBack: (operation, key, months) =>
    `${operation}: ${key} appears again in the records of this operation, after ${counted(months, 'calendar month')} without a payment.`,
  paid: ({ isBack, network, day, amount, payee, account, country }) =>
    `${isBack ? 'First payment since' : 'First payment'}: on ${day} ${network} paid ${amount} to ${payee}, account ${account} (${country}).`,
  event: (type, date, days) => {
    const events: Record<string, string> = {
      seizure: 'the seizure',
      takedown: 'the takedown',
      listing: 'the listing',
      arrest: 'the arrest',
      letter: 'the letter',
    };
    const event = `${events[type] ?? 'the event'} of ${date}`;
    return days === 0
      ? `This was on the day of ${event}.`
      : `This was ${counted(days, 'day')} after ${event}.`;
  },
  amount: (amount, flows, parts) =>
    `At least ${amount} since then, in ${counted(flows, 'flow')}: ${parts.join('; ')}.`,
  toAccount: (amount, account, country) => `${amount} to account ${account} (${country})`,
  elsewhere: (amount) => `${amount} to other accounts`,
  takenBack: (amount) => `Taken off: ${amount}, reversals of payments that are not on record.`,
  otherSources: (flows, amount) =>
    flows === 1
      ? `1 more flow, of ${amount}, comes from another source for the same network; it may be the same money and is not added.`
      : `${String(flows)} more flows, of ${amount} in all, come from other sources for the same networks; they may be the same money and are not added.`,
  wentTo: ({ isOther, isAll, place, amount, countries }) => {
    const money = isOther ? 'that other money' : 'the money paid';
    return `${isAll ? `All of ${money}` : `Of ${money}, at least ${amount}`} went to ${places(place, countries)}.`;
  },
  otherCountries: (amount) => `other countries, ${amount}`,
  novelty: (levels) => `New with the same payment: ${levels.join(', ')}.`,
  returned: (levels) => `Paid again after a silence, with the same payment: ${levels.join(', ')}.`,
  flows: (flows, more, show) =>
    `Flows: ${flows.join('; ')}${more === 0 ? '' : `; and ${String(more)} more`}. ${show}`,
  show: (command, isAll) => `${isAll ? 'All flows' : 'The first 100 flows'}: ${command}`,
  flow: ({ source, flowId, day, amount, record }) =>
    `${flowId} of ${source}, ${day}, ${amount}, record ${record}`,
  reaches: (operation, month, threshold, floor) =>
    `${operation}: in ${month} the floor reaches ${threshold}, which it had not reached the month before. The operation earned at least ${floor} in that month.`,
  corrected: (operation, month, before, floor) =>
    `${operation}: the floor of ${month} was corrected from ${before} to ${floor}. The operation earned at least ${floor} in that month.`,
  digest: (operation, count, kinds) =>
    `${operation}: ${counted(count, 'alert')} about money that moved earlier (${kinds}), found now.`,
  overflow: (count, operations, kinds) =>
    `${counted(count, 'more alert')} in ${counted(operations, 'operation')} (${kinds}), for which the budget of this hour has no room.`,
  alerts: (count) => counted(count, 'alert'),
  more: (count) => `and ${String(count)} more: plancher alerts list`,
};
