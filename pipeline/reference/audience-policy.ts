// reference/audience-policy.json: which panel is primary, and which may be shown without a panel
// size (docs/method.md, "Audience"). A declaration must be older than the figures that it is about;
// sql/views/45_modelled.sql checks that against the records.
import { z } from 'zod';
import { date, text } from '../../schemas/field.ts';
import { OPEN_END } from './open-end.ts';

const policyRow = z.strictObject({
  source: text,
  permits: z.enum(['primary', 'unquantified']),
  from: date,
  to: date.nullable(),
  declared_on: date,
  declared_by: text,
  reason: text,
});

export const audiencePolicyFile = z.strictObject({
  version: text,
  rows: z.array(policyRow).check((context) => {
    const starts = context.value.map(
      ({ permits, from, source }) => `${permits} ${from} ${permits === 'primary' ? '' : source}`,
    );
    const index = starts.findIndex((start, position) => starts.indexOf(start) !== position);
    if (index >= 0)
      context.issues.push({
        code: 'custom',
        path: [index, 'from'],
        input: context.value,
        message: 'another row begins on the same day: only one panel can be primary',
      });
  }),
});

export type AudiencePolicy = z.infer<typeof audiencePolicyFile>;

export function audiencePolicyRows({ rows }: AudiencePolicy): Record<string, unknown>[] {
  return rows.map(({ source, permits, from, to, declared_on, declared_by, reason }) => ({
    source,
    permits,
    valid_from: from,
    valid_to: to ?? OPEN_END,
    declared_on,
    declared_by,
    reason,
  }));
}
