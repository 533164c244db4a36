// The registry of record kinds: every list of kinds in the program is made from it. To add a kind,
// follow "Add a record kind" in docs/contributing.md. The fields of a schema are in the order of
// canonical JSON, over which the digest of a record is taken. Never reorder or add fields: records
// that are in a warehouse would get other digests.
import type { z } from 'zod';
import { accountSchema } from './account.ts';
import { eventSchema } from './event.ts';
import { flowSchema } from './flow.ts';
import { networkSchema } from './network.ts';
import { observationSchema } from './observation.ts';
import { panelSchema } from './panel.ts';
import { siteSchema } from './site.ts';

interface RecordKind {
  /** Kafka topic. */
  topic: string;
  /** What one record is, and the rules that JSON Schema cannot express; for senders. */
  about: string;
  schema: z.ZodObject;
  /** Table that holds the records. */
  table: string;
  /** Where rows are inserted: the table, or its door (sql/migrations/0008_doors.sql). */
  door: string;
  /** Columns of the table that pipeline/ingest/row.ts derives from the fields. */
  derived: readonly string[];
}

/** In the order of docs/records.md. */
export const RECORD_KINDS = {
  panel: {
    topic: 'audience.panel',
    about:
      'What an audience panel measured for one site, month, country and device. ' +
      'Beyond this schema: one of unique_visitors, visits and page_views is set.',
    schema: panelSchema,
    table: 'panel_record',
    door: 'panel_record',
    derived: ['property', 'ancestors'],
  },
  flow: {
    topic: 'adnetwork.flow',
    about:
      'One movement of money from a network towards a publisher, as somebody reported it. ' +
      'Beyond this schema: period_start and period_end are both set or both null, and ' +
      'period_end is not before period_start nor more than 3660 days after it; a flow without ' +
      'them has a value_date or a statement_date, unless it reverses a flow; site and ' +
      'site_shares are not both set; the shares add up to at most 1; reverses is set for status ' +
      '"reversed" only, settles for status "paid" only.',
    schema: flowSchema,
    table: 'flow_record',
    door: 'flow_record_door',
    derived: [
      'property',
      'ancestors',
      'share_properties',
      'share_ancestors',
      'network_key',
      'publisher_account_key',
      'payer_account_key',
      'payee_account_key',
      'account_country',
      'account_country_from',
      'service_start',
      'service_end',
    ],
  },
  site: {
    topic: 'site.registry',
    about:
      'A site, and what lies below it, belongs to an operation from a day to a day. ' +
      'Beyond this schema: valid_to is not before valid_from.',
    schema: siteSchema,
    table: 'site_record',
    door: 'site_record',
    derived: ['property', 'ancestors'],
  },
  account: {
    topic: 'account.registry',
    about:
      'An account belongs to an operation from a day to a day. ' +
      'Beyond this schema: valid_to is not before valid_from; a publisher account has a network.',
    schema: accountSchema,
    table: 'account_record',
    door: 'account_record',
    derived: ['network_key', 'account_key'],
  },
  network: {
    topic: 'network.registry',
    about:
      'Another name of a network, or that it pays for others. ' +
      'Beyond this schema: name or is_conduit is set.',
    schema: networkSchema,
    table: 'network_record',
    door: 'network_record',
    derived: ['network_key', 'name_key'],
  },
  observation: {
    topic: 'site.observation',
    about:
      'What a crawl saw on a site: networks, publisher accounts, advertising slots per page ' +
      'and ads.txt lines.',
    schema: observationSchema,
    table: 'observation_record',
    door: 'observation_record',
    derived: ['property', 'ancestors'],
  },
  event: {
    topic: 'enforcement.event',
    about:
      'An act of enforcement. ' +
      'Beyond this schema: at least one of site, operation and account is set.',
    schema: eventSchema,
    table: 'event_record',
    door: 'event_record',
    derived: ['property', 'ancestors', 'account_key'],
  },
} satisfies Record<string, RecordKind>;

export type Kind = keyof typeof RECORD_KINDS;

function isKind(name: string): name is Kind {
  return Object.hasOwn(RECORD_KINDS, name);
}

export const KINDS: readonly Kind[] = Object.keys(RECORD_KINDS).filter(isKind);

/** A record of one kind that has passed its schema. */
export type RecordOf<One extends Kind> = z.infer<(typeof RECORD_KINDS)[One]['schema']>;

/** A valid record with its kind, for one of the kinds. */
export type InputOf<One extends Kind> = {
  [Each in One]: { kind: Each; record: RecordOf<Each> };
}[One];

export type InputRecord = InputOf<Kind>;
