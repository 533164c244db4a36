// Measurements and crawls by operation.
import { expect, test } from 'vitest';
import { NO_EVIDENCE } from '../../../pipeline/method/evidence.ts';
import { audienceOf } from '../../../pipeline/method/model/audience.ts';
import { propertyOwners } from '../../../pipeline/method/property.ts';
import { observationSchema } from '../../../schemas/observation.ts';
import { panelSchema } from '../../../schemas/panel.ts';
import { observation, panel } from '../../records.ts';
import { site } from '../flow-records.ts';

const measured = (id: string, name: string, fields: object = {}) => ({
  ...panelSchema.parse(panel(id, { site: name, ...fields })),
  known_at: null,
});
const crawl = (id: string, name: string) =>
  observationSchema.parse({ ...observation(id, []), site: name });

test('an operation has the measurements of its properties, and crawls of what was measured', () => {
  const sites = [
    site('one.tv', 'op'),
    site('two.tv', 'op'),
    site('contested.tv', 'op'),
    site('contested.tv', 'other'),
  ];
  const panels = [
    measured('a', 'one.tv'),
    measured('b', 'nobody.tv'),
    measured('c', 'contested.tv'),
    // A revision that names another property belongs to both.
    measured('d', 'two.tv', { revision: 1 }),
    measured('d', 'nobody.tv', { revision: 2 }),
  ];
  const observations = [
    crawl('1', 'one.tv'),
    crawl('2', 'one.tv'),
    crawl('3', 'two.tv'),
    crawl('4', 'elsewhere.tv'),
    crawl('5', 'nobody.tv'),
  ];
  const evidence = { ...NO_EVIDENCE, sites, panels, observations };
  const idsOf = (operation: string) => {
    const found = audienceOf(operation, evidence, propertyOwners(sites));
    return [found.panels, found.observations].map((records) =>
      records.map(({ record_id: id }) => id).sort(),
    );
  };
  expect(idsOf('op')).toEqual([
    ['a', 'd', 'd'],
    ['1', '2', '3', '5'],
  ]);
  expect(idsOf('nobody.tv')).toEqual([
    ['b', 'd', 'd'],
    ['3', '5'],
  ]);
  expect(idsOf('other')).toEqual([[], []]);
});

test('a property without crawls has none', () => {
  const evidence = { ...NO_EVIDENCE, panels: [measured('a', 'one.tv')] };
  expect(audienceOf('one.tv', evidence, propertyOwners([])).observations).toEqual([]);
});
