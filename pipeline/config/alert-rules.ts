// What counts as an alert: the part `rules` of the alerts file. A change makes the next evaluation
// look at everything again.
import { z } from 'zod';

const decimal = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be an amount in EUR as a text, such as "500"');

export const rulesSchema = z.strictObject({
  baseline_days: z
    .int()
    .min(0)
    .max(3_660)
    .default(90)
    .describe('days that a source must have covered a network before a key of it counts as new'),
  materiality_eur: decimal
    .default('100')
    .describe(
      'least money of an episode; waived for listed and offshore places and after an ' +
        'enforcement event',
    ),
  silent_months: z
    .int()
    .min(1)
    .max(120)
    .default(3)
    .describe('calendar months without payment after which a key returns'),
  enforcement_days: z
    .int()
    .min(0)
    .max(3_660)
    .default(183)
    .describe('days after an enforcement event in which every amount is material'),
  retrospective_days: z
    .int()
    .min(1)
    .max(36_600)
    .default(183)
    .describe('days; alerts about money that moved earlier are sent in a digest'),
  floor_thresholds_eur: z
    .array(decimal)
    .max(20)
    .default([])
    .describe('an alert tells when a floor reaches one of these amounts'),
  floor_correction_percent: z
    .number()
    .min(0)
    .max(1_000)
    .default(25)
    .describe('least change of a floor that gives an alert, in percent of it'),
  floor_correction_eur: decimal
    .default('500')
    .describe('least change of a floor that gives an alert, in EUR'),
});
export type AlertRules = z.output<typeof rulesSchema>;

/** An amount of the rules in whole units of 0.0001 EUR. */
export function unitsOf(amount: string): number {
  const [whole = '0', decimals = ''] = amount.split('.');
  return Number(`${whole}${decimals.padEnd(4, '0')}`);
}
