// Random rows of the registry: which operation each site of a world belongs to, and when.
import type { Random } from '../../pipeline/platform/random.ts';
import type { RecordOf } from '../../schemas/record.ts';
import { shuffled } from '../shuffled.ts';
import { OPERATIONS, SITES, someDay } from './words.ts';

type SiteRecord = RecordOf<'site'>;
type Stay = Pick<SiteRecord, 'operation' | 'valid_from' | 'valid_to'>;

export function randomRegistry(random: Random): SiteRecord[] {
  let number = 0;
  return SITES.flatMap((site) =>
    stays(random).flatMap((stay) => {
      number += 1;
      const source = random.pick(['case-file', 'case-file', 'registrar']);
      // The same record_id under two sources is two records.
      const record_id = `reg-${String(random.chance(0.3) && source === 'registrar' ? number - 1 : number)}`;
      const row = {
        record_id,
        revision: 2,
        source,
        site,
        operator_country: 'FR',
        void: false,
        ...stay,
      };
      return registryHistory(random, row);
    }),
  );
}

/**
 * Where one site belongs, and when: nowhere, always, moving in mid-month, with a gap, twice at
 * once.
 */
function stays(random: Random): Stay[] {
  const [one, two = one] = shuffled(OPERATIONS, random);
  const operation = one ?? 'op-amber';
  const other = two ?? 'op-birch';
  const always = { operation, valid_from: '2013-01-01', valid_to: null };
  switch (random.below(9)) {
    case 0:
      return [];
    case 1:
      return [
        { operation, valid_from: '2013-01-01', valid_to: '2016-01-14' },
        { operation: other, valid_from: '2016-01-15', valid_to: null },
      ];
    case 2:
      return [
        { operation, valid_from: '2013-01-01', valid_to: '2015-12-20' },
        {
          operation: random.pick([operation, other]),
          valid_from: '2016-01-06',
          valid_to: random.pick([null, '2016-02-28', '2016-02-29']),
        },
      ];
    case 3:
      return [
        always,
        {
          operation: other,
          valid_from: '2015-12-24',
          valid_to: random.pick([null, '2015-12-24', '2016-01-31']),
        },
      ];
    case 4:
      return [always, { operation, valid_from: '2015-12-01', valid_to: '2016-02-10' }];
    case 5: {
      const [first = '2015-12-05', last = '2016-02-05'] = [someDay(random), someDay(random)].sort();
      return [{ operation, valid_from: first, valid_to: last }];
    }
    default:
      return [always];
  }
}

function registryHistory(random: Random, row: SiteRecord): SiteRecord[] {
  const rows = [row];
  const operation = random.pick(OPERATIONS);
  if (random.chance(0.15)) rows.push({ ...row, operation, revision: 1 });
  if (random.chance(0.08)) rows.push({ ...row, operation, revision: 3, valid_from: '2014-12-10' });
  // Disputed, though place and time agree.
  if (random.chance(0.07)) rows.push({ ...row, operator_country: 'BE' });
  if (random.chance(0.2)) rows.push(row);
  return rows;
}
