// What is told: the JSON body of a message. It is written once, into the outbox, and every attempt sends the same bytes.
import { z } from 'zod';

export const toldAlert = z.object({
  alert_id: z.string(),
  revision: z.number(),
  kind: z.string(),
  level: z.string(),
  severity: z.enum(['low', 'medium', 'high']),
  status: z.string(),
  operation: z.string(),
  network: z.string(),
  publisher_account: z.string(),
  payee: z.string(),
  account: z.string(),
  account_country: z.string(),
  first_value_date: z.string(),
  amount_eur: z.string(),
  retrospective: z.number(),
  explanation: z.string(),
  explanation_fr: z.string(),
});

export const messageBody = z.object({
  type: z.enum(['alert', 'digest', 'overflow']),
  message_key: z.string(),
  /** Empty for an overflow. */
  operation: z.string(),
  count: z.number(),
  by_severity: z.object({ high: z.number(), medium: z.number(), low: z.number() }),
  summary: z.string(),
  summary_fr: z.string(),
  /** All; of a digest the gravest. */
  alerts: z.array(toldAlert),
});
export type MessageBody = z.output<typeof messageBody>;

/** The text of a message for people. */
export function textOf(body: MessageBody, language: 'en' | 'fr' | 'both'): string {
  const { type, summary, summary_fr: summaryFr, alerts, count } = body;
  const inEnglish = alerts.map(({ severity, explanation }) => `[${severity}] ${explanation}`);
  const inFrench = alerts.map(({ severity, explanation_fr: text }) => `[${severity}] ${text}`);
  if (type !== 'alert') {
    inEnglish.unshift(summary);
    inFrench.unshift(summaryFr);
  }
  const rest = count - alerts.length;
  if (rest > 0) {
    inEnglish.push(`and ${String(rest)} more: plancher alerts list`);
    inFrench.push(`et ${String(rest)} autres : plancher alerts list`);
  }
  const texts = { en: [inEnglish], fr: [inFrench], both: [inEnglish, inFrench] }[language];
  return texts.map((lines) => lines.join('\n')).join('\n\n');
}
