// The alerts file (PLANCHER_ALERTS_FILE): rules, destinations, routes and mutes, in one JSON. It
// holds no secrets: that of destination `case-desk` is PLANCHER_ALERT_SECRET_CASE_DESK, or the
// content of the file that PLANCHER_ALERT_SECRET_CASE_DESK_FILE names.
import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { usageFailure } from '../platform/failure.ts';
import { LANGUAGES } from '../text/language.ts';
import { ALERT_KIND_NAMES, SEVERITIES } from './alert-kinds.ts';
import { rulesSchema } from './alert-rules.ts';

const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be small letters, digits and hyphens, a letter first');
const common = {
  name,
  language: z.enum([...LANGUAGES, 'both']).default('both'),
  budget_per_hour: z
    .int()
    .min(1)
    .max(100_000)
    .default(60)
    .describe('messages an hour; alerts beyond it go into one digest that counts them'),
  timeout_seconds: z.number().min(0.1).max(300).default(10),
};
const destination = z.discriminatedUnion('type', [
  z.strictObject({ ...common, type: z.literal('webhook'), url: z.url({ protocol: /^https?$/ }) }),
  // The address of an incoming webhook of Slack is itself the secret.
  z.strictObject({ ...common, type: z.literal('slack') }),
  z.strictObject({
    ...common,
    type: z.literal('email'),
    host: z.string().min(1),
    port: z.int().min(1).max(65_535).default(587),
    tls: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
    user: z.string().min(1).optional(),
    from: z.email(),
    to: z.array(z.email()).min(1).max(50),
  }),
  z.strictObject({
    ...common,
    type: z.literal('kafka'),
    topic: z.string().regex(/^[A-Za-z0-9._-]{1,249}$/, 'must be a name of a topic'),
  }),
]);
export type Destination = z.output<typeof destination>;

const selection = {
  kinds: z.array(z.enum(ALERT_KIND_NAMES)).default([]),
  severities: z.array(z.enum(SEVERITIES)).default([]),
  operations: z.array(z.string().min(1)).default([]),
};
const network = z
  .string()
  .refine(
    (written) => networkOf(written) !== null,
    'must be an address or a network such as 10.1.0.0/16',
  );

const settingsSchema = z.strictObject({
  rules: rulesSchema.prefault({}),
  destinations: z.array(destination).max(50).default([]),
  routes: z
    .array(z.strictObject({ ...selection, to: z.array(name).min(1) }))
    .max(500)
    .default([])
    .describe(
      'an alert goes to the destinations of every route that it fits; an empty list fits all',
    ),
  mutes: z
    .array(
      z.strictObject({ ...selection, until: z.iso.date().optional(), reason: z.string().min(1) }),
    )
    .max(500)
    .default([])
    .describe('alerts that are found and shown, but sent to nobody'),
  allow_addresses: z
    .array(network)
    .default([])
    .describe('private, loopback and other special addresses to which messages may still go'),
});
export type AlertSettings = z.output<typeof settingsSchema>;
export type Selection = Pick<AlertSettings['mutes'][number], 'kinds' | 'severities' | 'operations'>;

export const NO_SETTINGS: AlertSettings = settingsSchema.parse({});

function networkOf(
  written: string,
): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', bits, ...rest] = written.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || rest.length > 0 || !(length <= most)) return null;
  return { address, bits: length, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/** Networks in the form that the address check uses. */
export function networksOf(written: readonly string[]): BlockList {
  const list = new BlockList();
  for (const one of written) {
    const found = networkOf(one);
    if (found !== null) list.addSubnet(found.address, found.bits, found.family);
  }
  return list;
}

/** @throws Failure (exit 2) that says where the file is wrong */
export function parseAlertSettings(text: string, path: string): AlertSettings {
  const wrong = (what: string) =>
    usageFailure('wrong_configuration', `PLANCHER_ALERTS_FILE: ${path}: ${what}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw wrong('this is not JSON.');
  }
  const result = settingsSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    const where = issue?.path.join('.') ?? '';
    throw wrong(`${where === '' ? 'the file' : where}: ${issue?.message ?? 'wrong value'}.`);
  }
  const names = result.data.destinations.map((one) => one.name);
  const twice = names.find((one, index) => names.indexOf(one) !== index);
  if (twice !== undefined) throw wrong(`two destinations are named ${twice}.`);
  const unknown = result.data.routes.flatMap(({ to }) => to).find((one) => !names.includes(one));
  if (unknown !== undefined)
    throw wrong(`a route goes to ${unknown}, which is not a destination of the file.`);
  return result.data;
}

/** The end of the name of the variable that holds the secret of a destination. */
export function secretName(destinationName: string): string {
  return destinationName.toUpperCase().replaceAll('-', '_');
}

/**
 * @returns the variable that a destination needs and that is not set; null: nothing is missing
 */
export function missingSecret(
  one: Destination,
  secrets: ReadonlyMap<string, string>,
): string | null {
  const isNeeded =
    one.type === 'webhook' ||
    one.type === 'slack' ||
    (one.type === 'email' && one.user !== undefined);
  return isNeeded && !secrets.has(secretName(one.name))
    ? `PLANCHER_ALERT_SECRET_${secretName(one.name)}`
    : null;
}
