// The shipped reference data as the plain form of the method reads it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Reference } from '../method/reference.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import { isApproved } from './approval.ts';
import { eurPerUnit, monthlyRates } from './exchange-rate.ts';
import { type ReferenceData, readReference } from './load.ts';

const marginsFile = z.object({
  all: z.string(),
  rows: z.array(z.object({ currency: z.string(), margin: z.string() })),
});

type Margins = Pick<Reference['rates'], 'margins' | 'marginOfAll'>;

/** Of the method version, whatever tables are in force. */
export function methodMargins(): Margins {
  const written = readFileSync(join(PACKAGE_ROOT, 'reference', 'fx-margins.json'), 'utf8');
  const { all, rows } = marginsFile.parse(JSON.parse(written));
  return {
    margins: new Map(rows.map(({ currency, margin }) => [currency, margin])),
    marginOfAll: all,
  };
}

/** No peg ships. @param data in the shape of the files */
export function methodReference(data: ReferenceData = readReference()): Reference {
  return {
    rates: {
      daily: data.dailyRates?.rates() ?? [],
      monthly: monthlyRates(data.fx.rows),
      fixed: data.euroConversions.rows.map(({ currency, from, units_per_eur: units }) => ({
        currency,
        from,
        eur_per_unit: eurPerUnit('1', units),
      })),
      pegs: [],
      ...methodMargins(),
    },
    shares: contractualShares(data),
    disjoint: data.disjointSources.rows,
    networkNames: data.networkNames.rows,
    offshore: [
      ...data.jurisdictions.rows.map(({ iso2, from, to }) => ({ country: iso2, from, until: to })),
      ...data.offshoreCentres.rows.map(({ iso2, from, to }) => ({
        country: iso2,
        from,
        until: to,
      })),
    ],
  };
}

function contractualShares({ rateCard }: ReferenceData): Reference['shares'] {
  return rateCard.rows.flatMap((row) =>
    row.factor === 'contractual_publisher_share' && row.network !== null && isApproved(row)
      ? [
          {
            network: row.network,
            line: row.line,
            from: row.valid_from,
            to: row.valid_to,
            low: row.low,
          },
        ]
      : [],
  );
}
