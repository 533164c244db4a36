// Identifiers that look the same are the same record, or are refused: no record and no reference is
// lost to a form of Unicode.
import { describe, expect, test } from 'vitest';
import { decode } from '../../schemas/decode.ts';
import { type Fields, flow, lineOf, site } from '../records.ts';

const digestOf = (kind: 'flow' | 'site', record: Fields) => {
  const decoded = decode(kind, lineOf(record));
  return decoded.outcome === 'valid' ? decoded.digest : decoded.reason;
};

describe('one identifier has one form', () => {
  test.each(['source', 'record_id', 'operation'])(
    '%s: NFC and NFD, and blanks around it, are one record',
    (field) => {
      const composed = digestOf('site', site('reg-1', { [field]: 'étoile 1' }));
      expect(composed).toMatch(/^[0-9a-f]{64}$/);
      for (const written of [
        'e\u0301toile 1',
        ' étoile 1',
        'étoile 1\t',
        '\u00a0étoile 1\u3000',
        '\ufeffe\u0301toile 1\r\n',
      ])
        expect(digestOf('site', site('reg-1', { [field]: written })), JSON.stringify(written)).toBe(
          composed,
        );
      expect(
        digestOf('site', site('reg-1', { [field]: 'étoile  1' })),
        'blanks inside are kept',
      ).not.toBe(composed);
    },
  );

  test.each([
    ['flow_id', (id: string) => ({ flow_id: id })],
    ['source', (id: string) => ({ source: id })],
    ['reverses', (id: string) => ({ status: 'reversed', reverses: { source: id, flow_id: id } })],
    ['upstream', (id: string) => ({ upstream: [{ source: id, flow_id: id }] })],
    ['settles', (id: string) => ({ settles: ['e1', id] })],
  ])('%s of a flow too', (_, change) => {
    const composed = digestOf('flow', flow('f-1', change('é 1')));
    expect(composed).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOf('flow', flow('f-1', change(' e\u0301 1 ')))).toBe(composed);
  });

  test('a no-break space looks like a space, and is one', () => {
    expect(digestOf('site', site('reg-1', { operation: 'étoile\u00a01' }))).toBe(
      digestOf('site', site('reg-1', { operation: 'étoile 1' })),
    );
  });

  test.each([
    ['zero-width space', '\u200b'],
    ['zero-width joiner', '\u200d'],
    ['soft hyphen', '\u00ad'],
    ['mark of direction', '\u202e'],
    ['line feed', '\n'],
    ['escape', '\u001b'],
    ['C1 control', '\u0085'],
    ['variation selector', '\ufe0f'],
    ['blank of Braille', '\u2800'],
    ['Hangul filler', '\u3164'],
    ['word joiner', '\u2060'],
    ['line separator', '\u2028'],
  ])('a %s in an identifier is refused, with its reason and place', (_, character) => {
    const decoded = decode('site', lineOf(site('reg-1', { operation: `plan${character}et` })));
    expect(decoded).toMatchObject({
      outcome: 'rejected',
      reason: 'invisible_character',
      path: '$.operation',
    });
  });
});
