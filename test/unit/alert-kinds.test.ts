// The list of alert kinds is one list: SQL decides which kind an alert gets, and names no other.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALERT_KIND_NAMES, KEY_LEVELS, alertKind } from '../../pipeline/config/alert-kinds.ts';
import { parseAlertSettings } from '../../pipeline/config/alerts-file.ts';
import { LANGUAGES } from '../../pipeline/text/language.ts';

const SQL = join(import.meta.dirname, '..', '..', 'sql');
const textsIn = (folder: string) =>
  readdirSync(join(SQL, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .map((name) => readFileSync(join(SQL, folder, name), 'utf8'));

test('the statements that find alerts write the kinds of the list, and no others', () => {
  const written = textsIn('alert/find').flatMap((text) => text.match(/'[A-Z][A-Z_]+'/g) ?? []);
  const names = new Set(written.map((literal) => literal.slice(1, -1)));
  expect([...names].sort()).toEqual([...ALERT_KIND_NAMES].sort());
});

test('the comment of the column kind lists them in order', () => {
  const last = ALERT_KIND_NAMES.at(-1) ?? '';
  const listed = `${ALERT_KIND_NAMES.slice(0, -1).join(', ')} or ${last}`;
  const comments = textsIn('views').flatMap(
    (text) => /^ +kind \S+\s+COMMENT '(.*)'/m.exec(text) ?? [],
  );
  expect(comments).toContain(listed);
});

test('an alerts file may name each of them, and nothing else', () => {
  const file = (kind: string) => JSON.stringify({ mutes: [{ kinds: [kind], reason: 'known' }] });
  for (const kind of ALERT_KIND_NAMES)
    expect(parseAlertSettings(file(kind), 'alerts.json').mutes[0]?.kinds).toEqual([kind]);
  expect(() => parseAlertSettings(file('OTHER'), 'alerts.json')).toThrow(/mutes\.0\.kinds\.0/);
});

test('each opens with a sentence about its operation, in each language', () => {
  for (const name of ALERT_KIND_NAMES) {
    const kind = alertKind(name);
    const sentences = LANGUAGES.flatMap((language) =>
      kind.on === 'floor'
        ? [
            kind.opening[language]({
              operation: 'OPERATION',
              month: 'MONTH',
              threshold: 'AMOUNT',
              before: 'AMOUNT',
              floor: 'FLOOR',
            }),
          ]
        : KEY_LEVELS.filter((level) => kind.levels.includes(level)).map((level) =>
            kind.opening[language]({ operation: 'OPERATION', level, key: 'KEY', silentMonths: 3 }),
          ),
    );
    expect(sentences.length, name).toBeGreaterThanOrEqual(LANGUAGES.length);
    const said = kind.on === 'floor' ? /^OPERATION.*MONTH.*AMOUNT.*FLOOR/ : /^OPERATION.*KEY/;
    for (const sentence of sentences) expect(sentence).toMatch(said);
  }
});
