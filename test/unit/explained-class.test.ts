// What an explanation says of comparable operations (M-CLASS), by hand: member k earned k
// thousandths of a euro for each visitor, and the operation has 100,000 visitors and no money on
// record.
import { describe, expect, test } from 'vitest';
import { type ClassRatio, comparablesOf } from '../../pipeline/method/class/comparable.ts';
import { paperOf } from '../../pipeline/explain/paper.ts';
import { render } from '../../pipeline/explain/render.ts';
import { panelSchema } from '../../schemas/panel.ts';
import { evidenceOf } from '../method/flow-records.ts';
import { type Fields, panel } from '../records.ts';
import { floorRow } from './derivation.ts';
import { WORLD, explanationIn } from './explained-world.ts';

/** 0.001 EUR, in 1e-10 EUR. */
const THOUSANDTH = 10_000_000n;
/** In the names of all other operations. */
const OTHERS = 'secret';

const measured = (source: string, change: Fields = {}) => ({
  ...panelSchema.parse(
    panel(source, {
      source,
      site: 'films.tv',
      month: '2022-03',
      country: 'FR',
      unique_visitors: 100_000,
      page_views: null,
      panel_size: null,
      universe: null,
      design_effect: null,
      ...change,
    }),
  ),
  known_at: null,
});

interface Class {
  source?: string;
  /** In thousandths of a euro, of the first member. */
  from?: number;
}

function ratios(members: number, { source = 'one', from = 1 }: Class = {}): ClassRatio[] {
  return Array.from({ length: members }, (_, index) => ({
    panel: source,
    unit: 'visitors' as const,
    country: 'FR',
    member: `operation ${OTHERS}-${String(index)}`,
    ratio: THOUSANDTH * BigInt(index + from),
  }));
}

const explain = (
  given: readonly ClassRatio[],
  { sources = ['one'], threshold = null }: { sources?: string[]; threshold?: bigint | null } = {},
) =>
  explanationIn(evidenceOf([], { panels: sources.map((source) => measured(source)) }), '2022-03', {
    comparables: comparablesOf(given),
    threshold,
    classMonths: given.map(({ ratio, ...one }, index) => ({
      ...one,
      operation: `${OTHERS}-${String(index)}`,
      month: '2022-03',
      documented: ratio / 1_000_000n,
      audience: 1n,
    })),
  });

/** Rows of the class alone. */
const ofClass = ({ break_even: rows }: ReturnType<typeof explain>) =>
  rows
    .filter(({ what }) => /^(comparable|audience)/.test(what))
    .map(({ value, limit }) => [value, limit]);

describe('a class of 24 members', () => {
  const found = explain(ratios(24));

  test('it is the smallest that gives a limit, which is the lowest ratio', () => {
    expect(found.comparables).toEqual([
      {
        panel: 'one',
        unit: 'visitors',
        country: 'FR',
        audience: '100000',
        members: 24,
        least_members: 24,
        speaks_at: '0.96',
        eur_per_unit: '0.001',
        class_eur: '100.0000',
        counts: 1,
      },
    ]);
    expect(found.lines).toMatchObject([{ line: 'advertising', floor_eur: '100.0000' }]);
  });

  test('a smaller confidence gives more, and only the first row enters the floor', () => {
    const rows = found.class_alphas.map((row) => [
      row.alpha,
      row.confidence,
      row.eur_per_unit,
      row.class_eur,
      row.counts,
    ]);
    expect(rows).toEqual([
      ['0.04', '0.96', '0.001', '100.0000', 1],
      ['0.1', '0.9', '0.002', '200.0000', 0],
      ['0.2', '0.8', '0.005', '500.0000', 0],
      ['0.5', '0.5', '0.012', '1200.0000', 0],
    ]);
  });

  test('the floor rests on what is supposed of n, q, the panel and the country', () => {
    expect(found.assumptions.filter(({ assumption }) => assumption === 'exchangeable')).toEqual([
      {
        assumption: 'exchangeable',
        measured_by: 'what_if',
        resting_eur: '100.0000',
        comparables: {
          panel: 'one',
          unit: 'visitors',
          country: 'FR',
          members: 24,
          eur_per_unit: '0.001',
        },
      },
    ]);
    const without = found.sensitivity.find((row) => row.without === 'rung:L4');
    expect(without?.floor_eur).toBeNull();
    expect(found.next_evidence.map(({ reason }) => reason)).not.toContain('class_too_small');
  });

  test('one member whose papers are wrong is enough to undo it', () => {
    expect(ofClass(found)).toEqual([
      ['24', '0'],
      ['100000', '90000'],
    ]);
  });
});

describe('a class of 23 members', () => {
  const found = explain(ratios(23));

  test('it gives nothing, and says how many it needs and at which confidence it would speak', () => {
    expect(found.comparables).toMatchObject([
      { members: 23, least_members: 24, speaks_at: '0.958333', class_eur: null, counts: 0 },
    ]);
    expect(found.class_alphas.map((row) => row.class_eur)).toEqual([
      null,
      '200.0000',
      '400.0000',
      '1200.0000',
    ]);
    expect(found.assumptions.map(({ assumption }) => assumption)).not.toContain('exchangeable');
    expect(ofClass(found)).toEqual([]);
  });

  test('one more documented operation of this panel would give a class', () => {
    const rows = found.next_evidence.filter(({ reason }) => reason === 'class_too_small');
    expect(rows).toMatchObject([{ ask: 'one', source: 'visitors FR', id: '23/24' }]);
  });

  test('beside a class of another panel it could only lower the floor, so nobody asks for it', () => {
    const two = explain([...ratios(23), ...ratios(24, { source: 'two' })], {
      sources: ['one', 'two'],
    });
    expect(two.next_evidence.map(({ reason }) => reason)).not.toContain('class_too_small');
  });
});

describe('how many of the members could be wrong', () => {
  const threshold = 150_0000n;

  // q is the fourth ratio of 99; with two wrong members it is the second, with three the first.
  test('as many as leave the floor at the threshold or above', () => {
    const found = explain(ratios(99), { threshold });
    expect(ofClass(found)).toEqual([
      ['99', '2'],
      ['100000', '37500'],
    ]);
  });

  test('at the very threshold the floor still stands', () => {
    expect(ofClass(explain(ratios(99), { threshold: 200_0000n }))[0]).toEqual(['99', '2']);
    expect(ofClass(explain(ratios(99), { threshold: 200_0001n }))[0]).toEqual(['99', '1']);
  });

  // The smaller class gives more, so it does not count; one wrong member takes it down to 0.
  test('a class that does not count falls as well, and then it is the lowest', () => {
    const given = [...ratios(99), ...ratios(24, { source: 'two', from: 10 })];
    const found = explain(given, { sources: ['one', 'two'], threshold });
    expect(found.comparables.map((row) => [row.class_eur, row.counts])).toEqual([
      ['400.0000', 1],
      ['1000.0000', 0],
    ]);
    expect(ofClass(found)[0]).toEqual(['99', '0']);
  });

  test('what it says is what the class gives when so many members fall to 0', () => {
    const classWith = (wrong: number) => {
      const given = ratios(99).map((one, index) =>
        index < 99 - wrong ? one : { ...one, ratio: 0n },
      );
      return Number(explain(given).comparables[0]?.class_eur);
    };
    expect([0, 1, 2, 3, 4].map(classWith)).toEqual([400, 300, 200, 100, 0]);
  });
});

describe('the members', () => {
  test('of many, the twenty nearest q are shown, by their place', () => {
    const shown = explain(ratios(999)).class_members;
    expect(shown.map(({ member }) => member)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 30),
    );
    // 0.04 x 1000 - 1 = 39 members may be below q, so it is the ratio of the 40th.
    expect(shown[10]).toEqual({ member: 40, ratios: 1, lowest_eur_per_unit: '0.04' });
    expect(explain(ratios(23)).class_members.map(({ member }) => member)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  test('a member has its number of ratios, and the lowest of them', () => {
    const [first] = ratios(1);
    const again = first === undefined ? [] : [{ ...first, ratio: THOUSANDTH * 700n }];
    expect(explain([...ratios(24), ...again]).class_members[0]).toEqual({
      member: 1,
      ratios: 2,
      lowest_eur_per_unit: '0.001',
    });
  });

  test('no name of another operation is in an explanation, nor in its papers', () => {
    const explanation = explain([...ratios(60), ...ratios(23, { source: 'two' })], {
      sources: ['one', 'two'],
    });
    const floor = { ...floorRow, floor_eur: '200.0000', rung: 'L4' };
    const derivation = { ...explanation, floor, run: null, last_run: null };
    const papers = (['en', 'fr'] as const).map((language) =>
      render(paperOf(derivation, language), 'text', language),
    );
    for (const text of [JSON.stringify(explanation), ...papers]) expect(text).not.toContain(OTHERS);
    expect(papers[0]).toContain('Shown: 20 of 60, those nearest q');
    expect(papers[0]).toContain('(n = 60, q = 0.002 EUR for each visitor, panel one, country: FR)');
    expect(papers[0]).toMatch(/comparable operations that earned nothing +60 +1/);
    expect(papers[1]).toMatch(/opérations comparables qui n’ont rien gagné +60 +1/);
    expect(papers[1]).toContain('Montrées\u202f: 20 sur 60, les plus proches de q');
    expect(papers[1]).toContain(
      '(n = 60, q = 0,002\u202fEUR par visiteur, panel one, pays\u202f: FR)',
    );
  });
});

test('an operation without an audience has no rows about comparable operations', () => {
  const found = explanationIn(WORLD, undefined, {
    comparables: comparablesOf(ratios(60)),
  });
  expect([found.comparables, found.class_alphas, found.class_members]).toEqual([[], [], []]);
});
