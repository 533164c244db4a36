// Documented operations with the spread of published cases: the advertising money of a visitor is
// log-normal between them (median 0.006 EUR, sigma 0.9 on the natural scale), and less so from
// month to month. All of their money is on record, and one panel measures them all.
import { randomOf } from '../pipeline/platform/random.ts';
import { type Fields, flow, panel, site } from './records.ts';

const MONTHS = ['2015-08', '2015-09', '2015-10', '2015-11', '2015-12', '2016-01'];
const LAST_DAYS: Readonly<Record<string, string>> = {
  '2015-08': '31',
  '2015-09': '30',
  '2015-10': '31',
  '2015-11': '30',
  '2015-12': '31',
  '2016-01': '31',
};
const [MEDIAN_EUR, BETWEEN, WITHIN] = [0.006, 0.9, 0.25];

export interface Spread {
  sites: Fields[];
  flows: Fields[];
  panels: Fields[];
}

/** @param source of the panel */
export function caseSpread(operations: number, source: string, seed = 1): Spread {
  const random = randomOf(seed);
  const spread: Spread = { sites: [], flows: [], panels: [] };
  for (let index = 0; index < operations; index += 1) {
    const operation = `documented-${String(index)}`;
    const name = `${operation}.tv`;
    const eurPerVisitor = MEDIAN_EUR * Math.exp(BETWEEN * random.normal());
    const size = 100_000 * Math.exp(random.normal());
    spread.sites.push(site(operation, { site: name, operation }));
    for (const month of MONTHS) {
      const visitors = Math.round(Math.min(5_000_000, size * Math.exp(0.2 * random.normal())));
      const eur = visitors * eurPerVisitor * Math.exp(WITHIN * random.normal());
      spread.panels.push(
        panel(`${operation}/${month}`, {
          source,
          site: name,
          month,
          unique_visitors: visitors,
          page_views: null,
        }),
      );
      spread.flows.push(
        flow(`${operation}/${month}`, {
          site: name,
          publisher_account: `pub-${operation}`,
          period_start: `${month}-01`,
          period_end: `${month}-${LAST_DAYS[month] ?? '28'}`,
          value_date: `${month}-28`,
          amount: eur.toFixed(4),
          payee: { name: 'A', country: 'CY', account: `acc-${operation}`, account_type: 'psp' },
        }),
      );
    }
  }
  return spread;
}
