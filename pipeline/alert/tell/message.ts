// The JSON body of a message. It is written once, into the outbox, and every attempt sends the same
// bytes. No text of a record can make it long: a destination that refuses long messages would
// refuse this one forever.
import { z } from 'zod';
import { SEVERITIES } from '../../config/alert-kinds.ts';
import { LANGUAGES, type Language, inLanguages } from '../../text/language.ts';
import { toldText } from '../../text/told.ts';
import { ALERT_WORDS } from '../sentence/words.ts';

/** Below what every destination takes: Kafka 1 MB with its defaults, mail servers 10 MB. */
export const MOST_BODY_BYTES = 256 * 1024;
/** Characters of a text of a record in the data of a message; the sentences have fewer. */
export const MOST_FIELD = 1_000;

export const toldAlert = z.object({
  alert_id: z.string(),
  revision: z.number(),
  kind: z.string(),
  level: z.string(),
  severity: z.enum(SEVERITIES),
  status: z.string(),
  operation: z.string(),
  network: z.string(),
  publisher_account: z.string(),
  payee: z.string(),
  account: z.string(),
  account_country: z.string(),
  first_value_date: z.string(),
  amount_eur: z.string(),
  /** 1: at least this was paid; 0: it is only reported. */
  counts: z.number(),
  retrospective: z.number(),
  explanation: z.string(),
  explanation_fr: z.string(),
  /** Names of the fields that hold only the beginning of their text. */
  cut: z.array(z.string()),
});
export type ToldAlert = z.output<typeof toldAlert>;

export const messageBody = z.object({
  type: z.enum(['alert', 'digest', 'overflow']),
  message_key: z.string(),
  /** At most {@link MOST_FIELD} characters of it; empty for an overflow. */
  operation: z.string(),
  count: z.number(),
  by_severity: z.object({ high: z.number(), medium: z.number(), low: z.number() }),
  summary: z.string(),
  summary_fr: z.string(),
  /** All of them; in a digest, the gravest. */
  alerts: z.array(toldAlert),
});
export type MessageBody = z.output<typeof messageBody>;

/** The beginning of a text, with no half of a character at its end. */
export function beginning(text: string): string {
  return text.length <= MOST_FIELD
    ? text
    : text.slice(0, MOST_FIELD).replace(/[\uD800-\uDBFF]$/, '');
}

const FROM_RECORDS = ['operation', 'network', 'publisher_account', 'payee', 'account'] as const;

const uncutAlert = toldAlert.omit({ cut: true });

/** An alert as a message has it, of a row that may have more. */
export function boundedAlert(alert: Omit<ToldAlert, 'cut'>): ToldAlert {
  const bounded: ToldAlert = { ...uncutAlert.parse(alert), cut: [] };
  for (const field of FROM_RECORDS) {
    bounded[field] = beginning(alert[field]);
    if (bounded[field] !== alert[field]) bounded.cut.push(field);
  }
  return bounded;
}

/**
 * The bytes of a message. The last alerts of a digest are dropped until it is short enough; the
 * count keeps them.
 */
export function bodyText(body: MessageBody): string {
  for (let told = body.alerts.length; ; told -= 1) {
    const text = JSON.stringify({ ...body, alerts: body.alerts.slice(0, told) });
    if (told <= 1 || Buffer.byteLength(text) <= MOST_BODY_BYTES) return text;
  }
}

/**
 * The text of a message for people, one line for each alert.
 * @param mostCharacters alerts that do not fit are only counted; one is always written
 */
export function linesOf(
  body: MessageBody,
  language: Language | 'both',
  mostCharacters: number = Number.MAX_SAFE_INTEGER,
): string[] {
  const languages: readonly Language[] = language === 'both' ? LANGUAGES : [language];
  for (let told = body.alerts.length; ; told -= 1) {
    const lines = languages.flatMap((one, index) => [
      ...(index === 0 ? [] : ['']),
      ...linesIn(body, one, told),
    ]);
    const characters = lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (told <= 1 || characters <= mostCharacters) return lines;
  }
}

function linesIn(
  { type, summary, summary_fr: summaryFr, alerts, count }: MessageBody,
  language: Language,
  told: number,
): string[] {
  const { severities, more } = ALERT_WORDS;
  const lines = alerts
    .slice(0, told)
    .map(
      ({ severity, explanation, explanation_fr: inFrench }) =>
        `[${severities[language][severity]}] ${language === 'en' ? explanation : inFrench}`,
    );
  const untold = count - lines.length;
  return [
    ...(type === 'alert' ? [] : [language === 'en' ? summary : summaryFr]),
    ...lines,
    ...(untold > 0 ? [more[language](untold)] : []),
  ];
}

const COLON = inLanguages({ en: ':', fr: ' :' });

/** What a message is about, on one line. */
export function subjectOf(
  { type, by_severity: counts, count, alerts, operation }: MessageBody,
  language: Language,
): string {
  const gravest = counts.high > 0 ? 'high' : counts.medium > 0 ? 'medium' : 'low';
  const severity = ALERT_WORDS.severities[language][gravest];
  const about = type === 'alert' ? (alerts[0]?.kind ?? '') : ALERT_WORDS.alerts[language](count);
  const whose = operation === '' ? '' : toldText(operation, language);
  return `[plancher] ${severity}${COLON[language]} ${about} ${whose}`.trim();
}
