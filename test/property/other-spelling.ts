// The same record in other spellings: those of docs/records.md that are taken without a word.
import fc from 'fast-check';
import type { Fields } from './valid-record.ts';

type Choose = fc.GeneratorValue;
type Spell = (written: string, choose: Choose) => string;

const oneOf =
  (...spells: ((written: string) => string)[]): Spell =>
  (written, choose) =>
    choose(() => fc.constantFrom((same: string) => same, ...spells))(written);

const blanks = (written: string) => ` ${written}\t`;
const decomposed = (written: string) => written.normalize('NFD');
const text = oneOf(blanks, decomposed);
const identifier = oneOf(blanks, decomposed, (written) => written.replaceAll(' ', '\u00a0'));
const word = oneOf(
  blanks,
  (written) => written.toUpperCase(),
  (written) => written.toLowerCase(),
  (written) => written.replaceAll('_', '-'),
  (written) => written.replaceAll('_', ' '),
);
const date = oneOf(
  blanks,
  (written) => written.replaceAll('-', ''),
  (written) => `${written}T00:00:00.000Z`,
  (written) => `${written} 00:00`,
);
const month = oneOf(
  blanks,
  (written) => written.replace('-', ''),
  (written) => `${written}-01`,
  (written) => `${written}-01T00:00:00Z`,
);
const time = oneOf(
  blanks,
  (written) => written.replace('T', ' '),
  (written) => written.replace('Z', '+00:00'),
  (written) => {
    const later = new Date(Date.parse(written) + 5.5 * 3_600_000).toISOString();
    return later.replace('Z', '999+0530');
  },
);
const number = oneOf(
  blanks,
  (written) => `00${written}`,
  (written) => `+${written}`,
  (written) => (written.includes('.') ? `${written}000` : `${written}.000`),
  (written) => written.replace(/^0\./, '.'),
);
const country = oneOf(blanks, (written) => {
  const alias = written === 'GB' ? 'UK' : written === 'GR' ? 'EL' : written;
  return alias.toLowerCase();
});
const code = oneOf(blanks, (written) => written.toLowerCase());
const digest = oneOf(blanks, (written) => `SHA256:${written.toUpperCase()}`);

/** How the texts of a field are spelt otherwise, by its name in any kind. */
const SPELLS: Record<string, Spell> = {
  ...fields(identifier, 'record_id', 'flow_id', 'source', 'operation', 'settles'),
  ...fields(text, 'site', 'network', 'name', 'account', 'publisher_account', 'payer_account'),
  ...fields(text, 'bic', 'format', 'certification', 'document_place'),
  ...fields(word, 'device', 'line', 'status', 'basis', 'account_type', 'kind', 'type', 'relation'),
  ...fields(date, 'period_start', 'period_end', 'value_date', 'statement_date', 'date'),
  ...fields(date, 'valid_from', 'valid_to'),
  ...fields(time, 'published_at', 'observed_at'),
  ...fields(number, 'amount', 'share', 'design_effect', 'per_page'),
  ...fields(country, 'country', 'bank_country', 'operator_country'),
  month,
  currency: code,
  document_sha256: digest,
};

function fields(spell: Spell, ...names: string[]): Record<string, Spell> {
  return Object.fromEntries(names.map((name) => [name, spell]));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param record in its canonical spelling */
export function inOtherSpelling(record: Fields, choose: Choose): Fields {
  const { source } = record;
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, spelt(name, value, source, choose)]),
  );
}

function spelt(name: string, value: unknown, source: unknown, choose: Choose): unknown {
  if (Array.isArray(value)) {
    const list: unknown[] = value;
    if (list.length === 0) return choose(fc.constantFrom, [], null);
    return list.map((entry) => spelt(name, entry, source, choose));
  }
  if (isFields(value)) {
    const inner = Object.entries(value).map(([field, each]) => {
      // A reference: null is the own source.
      const said = field === 'source' && each === null && choose(fc.boolean) ? source : each;
      return [field, spelt(field, said, source, choose)];
    });
    return Object.fromEntries(inner);
  }
  if (typeof value !== 'string') return value;
  const written = SPELLS[name]?.(value, choose) ?? value;
  if (name !== 'settles' || choose(fc.boolean)) return written;
  return choose(fc.boolean) ? { flow_id: written } : { source, flow_id: written };
}
