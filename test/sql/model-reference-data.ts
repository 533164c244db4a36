// The reference data that ships, with another rate card and other primary panels.
import { type ReferenceData, readReference } from '../../pipeline/reference/load.ts';
import type { AudienceCard } from '../random-records/audience-world.ts';

export function referenceOf({ card, primary }: AudienceCard, version: string): ReferenceData {
  // Each row also as a draft, which may not count: a name written twice is one name.
  const drafts = card.map((row) => ({ ...row, low: '0', high: '1', by: ['one', ' ONE '] }));
  const all = [...card.map((row) => ({ ...row, by: ['one', 'two'] })), ...drafts];
  const rows = all.map(({ from, to, by, ...row }, index) => ({
    ...row,
    id: `rate-${String(index)}`,
    unit: 'test',
    valid_from: from,
    valid_to: to,
    source: 'test',
    grade: 'assumption' as const,
    approved_by: by,
  }));
  return {
    ...readReference(),
    rateCard: { version, rows },
    audiencePolicy: {
      version,
      rows: primary.flatMap((one) =>
        // What is permitted without a size is no primary panel.
        (['primary', 'unquantified'] as const).map((permits) => ({
          ...one,
          source: permits === 'primary' ? one.source : 'panel-three',
          permits,
          declared_by: 'analyst',
          reason: 'test',
        })),
      ),
    },
  };
}
