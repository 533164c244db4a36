// Documented money only, fast: plain monthly payments of 24 networks, for measuring how long floors
// take.
import type { Calendar } from './calendar.ts';
import type { Random } from '../../platform/random.ts';
import type { Tables } from './rates.ts';
import type { WorldSettings } from './settings.ts';

const NETWORKS = 24;
const LINES = [
  'advertising',
  'advertising',
  'advertising',
  'file_host',
  'subscription',
  'donation',
] as const;
const CURRENCIES = ['EUR', 'USD', 'EUR', 'USD', 'GBP', 'CHF'] as const;

interface World {
  settings: WorldSettings;
  calendar: Calendar;
  tables: Tables;
}

export function plainMonth(
  random: Random,
  { settings: { prefix }, calendar, tables }: World,
  { index, month, flows }: { index: number; month: number; flows: number },
): { lines: string[]; truth: string[] } {
  const at = calendar.months[month] ?? '';
  const [first, last] = [
    calendar.iso(calendar.starts[month] ?? 0),
    calendar.iso((calendar.starts[month + 1] ?? 1) - 1),
  ];
  const paidOn = calendar.iso((calendar.starts[month + 1] ?? 0) + 20);
  const operation = `${prefix}op-${String(index)}.tv`;
  // The same for each of the flows, of which there may be a million.
  const euros = new Map(CURRENCIES.map((code) => [code, tables.dayRate(code, paidOn)]));
  const lines: string[] = [];
  const sums = new Map<string, number>();
  for (let flow = 0; flow < flows; flow += 1) {
    const network = flow % NETWORKS;
    const [line, currency] = [
      LINES[network % LINES.length] ?? 'other',
      CURRENCIES[network % CURRENCIES.length] ?? 'EUR',
    ];
    const units = 1 + random.below(10_000_000);
    sums.set(line, (sums.get(line) ?? 0) + (units / 10_000) * (euros.get(currency) ?? 1));
    lines.push(
      `{"flow_id":"${operation}/${at}/${String(flow)}","revision":1,"source":"statement","network":"network-${String(network)}.example","line":"${line}","publisher_account":"pub-${String(index)}","site":"${operation}","period_start":"${first}","period_end":"${last}","value_date":"${paidOn}","amount":"${(units / 10_000).toFixed(4)}","currency":"${currency}","status":"paid","basis":"net","payee":{"name":"Example ` +
        `Ltd","country":"CY","account":"acc-${String(index)}","account_type":"psp"}}\n`,
    );
  }
  const truth = [...sums].map(([line, euros]) => {
    const figure = euros.toFixed(8);
    return `${operation},${at},${line},${figure},${figure},${figure},documented,0\n`;
  });
  return { lines, truth };
}
