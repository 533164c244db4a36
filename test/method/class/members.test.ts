// M-CLASS by hand: which operations are one member.
import { describe, expect, test } from 'vitest';
import {
  type MoneyPath,
  membersOf,
  operationKey,
  relationsOf,
} from '../../../pipeline/method/class/members.ts';
import { networksOf } from '../../../pipeline/method/network.ts';
import { propertyOwners } from '../../../pipeline/method/property.ts';
import { accountSchema } from '../../../schemas/account.ts';
import { siteSchema } from '../../../schemas/site.ts';
import { type Fields, account, site } from '../../records.ts';

interface Given {
  sites?: readonly Fields[];
  accounts?: readonly Fields[];
  paths?: readonly Partial<MoneyPath>[];
}

/** The member of each of the operations. */
function members({ sites = [], accounts = [], paths = [] }: Given, operations: readonly string[]) {
  const registry = sites.map((row) => siteSchema.parse(row));
  const relations = relationsOf(
    {
      sites: registry,
      accounts: accounts.map((row) => accountSchema.parse(row)),
      paths: paths.map((path) => ({
        network: 'net.example',
        sites: [],
        publisher: '',
        payee: '',
        ...path,
      })),
    },
    networksOf([], []),
    propertyOwners(registry),
  );
  const known = membersOf([...relations, ...operations.map((name) => [operationKey(name)])]);
  return operations.map((name) => known.get(operationKey(name)));
}

const own = (operation: string, name = `${operation}.tv`) =>
  site(`${operation}/${name}`, { site: name, operation });
const A = operationKey('a');

describe('operations are one member', () => {
  const sites = ['a', 'b', 'c'].map((name) => own(name));
  const apart = ['a', 'b', 'c'].map(operationKey);
  const three = ['a', 'b', 'c'];

  test('when they share an account, over any chain', () => {
    const paths = [
      { sites: ['a.tv'], payee: 'x' },
      { sites: ['b.tv'], payee: 'x', publisher: 'pub' },
      { sites: ['c.tv'], publisher: 'pub' },
    ];
    expect(members({ sites, paths }, three)).toEqual([A, A, A]);
  });

  test('not when nothing is shared', () => {
    const paths = three.map((name) => ({ sites: [`${name}.tv`], payee: name, publisher: name }));
    expect(members({ sites, paths }, three)).toEqual(apart);
  });

  test('not when publisher accounts of two networks have one name', () => {
    const paths = [
      { sites: ['a.tv'], publisher: '12345' },
      { sites: ['b.tv'], publisher: '12345', network: 'other.example' },
    ];
    expect(members({ sites, paths }, three)).toEqual(apart);
  });

  test('when a row of the registry gives an account of the one to the other', () => {
    const accounts = [account('row', { account: 'x', account_type: 'psp', operation: 'c' })];
    const paths = [{ sites: ['a.tv'], payee: 'x' }];
    expect(members({ sites, accounts, paths }, three)).toEqual([A, apart[1], A]);
  });

  test('when they had one site after each other, or a part of it', () => {
    const later = { valid_from: '2020-01-01' };
    expect(members({ sites: [...sites, { ...own('b', 'a.tv'), ...later }] }, three)).toEqual([
      A,
      A,
      apart[2],
    ]);
    expect(members({ sites: [...sites, own('c', 'mirror.a.tv')] }, three)).toEqual([
      A,
      apart[1],
      A,
    ]);
  });

  test('when one payment names sites of both', () => {
    expect(members({ sites, paths: [{ sites: ['a.tv', 'c.tv'], payee: 'x' }] }, three)).toEqual([
      A,
      apart[1],
      A,
    ]);
  });

  test('an operation without any record is a member of its own', () => {
    expect(members({}, ['a'])).toEqual([A]);
  });

  test('order changes nothing, and long chains are followed', () => {
    const chain = Array.from({ length: 2_000 }, (_, at) => [
      `k ${String(at)}`,
      `k ${String(at + 1)}`,
    ]);
    for (const relations of [chain, chain.toReversed()])
      expect(new Set(membersOf(relations).values())).toEqual(new Set(['k 0']));
  });
});
