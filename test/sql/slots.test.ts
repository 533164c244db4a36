// L2 counts crawled slots of networks with no paid flow for the operation and month
// (docs/method.md, M-SLOTS), whatever that flow counts as. A limit with no error left is 0.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { flow, observation, panel, slot } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const measured = (site: string, id = site) =>
  panel(id, {
    site,
    unique_visitors: 4_500_000,
    page_views: 60_000_000,
    panel_size: 30_000,
    published_at: '2015-12-01T00:00:00Z',
  });
const crawl = (site: string, network: string, id = site) =>
  observation(id, [slot(network, '5')], { site });
const paid = (site: string, network: string, fields: Record<string, unknown>) =>
  flow(`f-${site}`, { site, network, amount: '0.01', ...fields });

// 27578373 x 1 x 0.4 x 0.2 x 0.4 x 0.3 x 0.09322 / 1000 EUR for one position, and 5 times that for
// five slots.
const [CARD, SLOTS] = ['24.6802', '123.4010'];
const CASES = [
  {
    site: 'none.tv',
    seen: 'a.example',
    network: 'b.example',
    fields: {},
    modelled: SLOTS,
    rung: 'L2',
  },
  {
    site: 'net.tv',
    seen: 'a.example',
    network: 'a.example',
    fields: {},
    modelled: CARD,
    rung: 'L3',
  },
  {
    site: 'gross.tv',
    seen: 'a.example',
    network: 'a.example',
    fields: { basis: 'gross', amount: '5000' },
    modelled: CARD,
    rung: 'L3',
  },
  {
    site: 'norate.tv',
    seen: 'a.example',
    network: 'a.example',
    fields: { currency: 'XAG', amount: '10' },
    modelled: CARD,
    rung: 'L3',
  },
  {
    site: 'accrued.tv',
    seen: 'a.example',
    network: 'a.example',
    fields: { status: 'accrued' },
    modelled: SLOTS,
    rung: 'L2',
  },
  {
    site: 'case.tv',
    seen: 'A.example',
    network: 'a.Example',
    fields: {},
    modelled: CARD,
    rung: 'L3',
  },
  {
    site: 'accent.tv',
    seen: 'ÉCRAN.example',
    network: 'écran.example',
    fields: {},
    modelled: CARD,
    rung: 'L3',
  },
];

const floorRow = z.object({
  operation: z.string(),
  modelled_eur: z.string(),
  rung: z.string(),
  visitors_lower: z.string().nullable(),
});

beforeAll(async () => {
  await putRange(
    warehouse,
    'panel',
    [...CASES.map(({ site }) => measured(site)), measured('twice.tv')],
    'panel.ndjson',
    0,
  );
  const crawls = [
    ...CASES.map(({ site, seen }) => crawl(site, seen)),
    crawl('twice.tv', 'ÉCRAN.example', 'one'),
    crawl('twice.tv', 'écran.example', 'two'),
  ];
  await putRange(warehouse, 'observation', crawls, 'observation.ndjson', 0);
  await putRange(
    warehouse,
    'flow',
    CASES.map(({ site, network, fields }) => paid(site, network, fields)),
    'flow.ndjson',
    0,
  );
});

async function floors(): Promise<Map<string, z.infer<typeof floorRow>>> {
  const rows = await warehouse.query(
    'SELECT operation, modelled_eur, rung, visitors_lower FROM revenue_floor',
    {},
    floorRow,
  );
  return new Map(rows.map((row) => [row.operation, row]));
}

describe('with an alpha that all limits share', () => {
  beforeAll(() => runEstimate(warehouse, { clock, alpha: 0.05, isComplete: true }));

  test.each(CASES)(
    'slots of $seen on $site beside a flow of $network: $modelled EUR, $rung',
    async ({ site, modelled, rung }) => {
      expect((await floors()).get(site)).toMatchObject({ modelled_eur: modelled, rung });
    },
  );

  test('a network that two crawls write in different case counts once', async () => {
    expect((await floors()).get('twice.tv')).toMatchObject({ modelled_eur: SLOTS, rung: 'L2' });
  });
});

test('measurements beyond what alpha can be split over get a limit of 0, and other floors keep theirs', async () => {
  await runEstimate(warehouse, { clock, alpha: 0.05, isComplete: true });
  const many = ['one', 'two', 'three'].map((id) => measured('many.tv', id));
  await putRange(warehouse, 'panel', many, 'many.ndjson', 0);
  await putRange(
    warehouse,
    'flow',
    [flow('other', { site: 'unrelated.tv', amount: '5000' })],
    'other.ndjson',
    0,
  );
  // Two millionths over three measurements are 0 each.
  await runEstimate(warehouse, { clock, alpha: 0.000_002, isComplete: false });
  const now = await floors();
  expect(now.get('many.tv')).toMatchObject({ modelled_eur: '0.0000', visitors_lower: '0' });
  expect(Number(now.get('none.tv')?.visitors_lower)).toBeGreaterThan(3_000_000);
  expect(now.has('unrelated.tv')).toBe(true);
});
