// Logins when many clients try: the order of turns, what is remembered, and how long the answer to
// a wrong password is delayed.
import { expect, test } from 'vitest';
import { type Attempt, Login } from '../../pipeline/serve/http/login.ts';
import { Turns } from '../../pipeline/serve/http/turns.ts';

interface Entry {
  password: string;
  limits: number;
}

const entries = () => new Map<string, Entry>([['anne', { password: 'right', limits: 1 }]]);

/** A login whose tries of passwords are counted and come to their end when they are let. */
function counted(accounts: Map<string, Entry>) {
  const tried: string[] = [];
  const held: (() => void)[] = [];
  const pauses: number[] = [];
  let isHeld = false;
  const login = new Login<Entry>(
    {
      find: (name) => accounts.get(name),
      secretOf: ({ password }) => password,
      isPassword: async (password, user) => {
        tried.push(password);
        if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
        return user?.password === password;
      },
    },
    1,
    (timeMs) => {
      pauses.push(timeMs);
      return Promise.resolve();
    },
  );
  return {
    login,
    tried,
    pauses,
    hold: () => {
      isHeld = true;
    },
    release: () => {
      isHeld = false;
      for (const end of held.splice(0)) end();
    },
  };
}

const attempt = (fields: Partial<Attempt> = {}): Attempt => ({
  name: 'anne',
  password: 'right',
  source: '192.0.2.1',
  connection: {},
  isGone: () => false,
  ...fields,
});

test('a right password is tried once, and forgotten when the entry changes', async () => {
  const accounts = entries();
  const { login, tried } = counted(accounts);
  const connection = {};
  for (let round = 0; round < 3; round += 1)
    expect(await login.check(attempt({ connection }))).toEqual({
      user: { password: 'right', limits: 1 },
    });
  expect(tried).toEqual(['right']);
  accounts.set('anne', { password: 'right', limits: 2 });
  expect(await login.check(attempt({ connection }))).toEqual({
    user: { password: 'right', limits: 2 },
  });
  accounts.set('anne', { password: 'another', limits: 2 });
  expect(await login.check(attempt({ connection }))).toMatchObject({ refused: 'wrong' });
  accounts.delete('anne');
  expect(await login.check(attempt({ connection, password: 'another' }))).toMatchObject({
    refused: 'wrong',
  });
});

test('the delay doubles with each wrong password of a source, whatever the name, and with each for a name, whatever the source', async () => {
  const { login, tried, pauses } = counted(entries());
  const waits = async (fields: (at: number) => Partial<Attempt>) => {
    const found: unknown[] = [];
    for (let at = 0; at < 7; at += 1)
      found.push(await login.check(attempt({ password: `wrong ${String(at)}`, ...fields(at) })));
    return found.map((entrance) =>
      entrance instanceof Object && 'waitMs' in entrance ? entrance.waitMs : null,
    );
  };
  const growing = [250, 500, 1_000, 2_000, 4_000, 8_000, 8_000];
  expect(await waits((at) => ({ name: `nobody ${String(at)}` }))).toEqual(growing);
  expect(await waits((at) => ({ source: `192.0.2.${String(at + 10)}` }))).toEqual(growing);
  // The same wrong password again costs no digest.
  const before = tried.length;
  await login.check(attempt({ password: 'wrong 0' }));
  expect(tried.length).toBe(before);
  // Nor is it answered sooner than in a turn; the delay itself is not part of the turn.
  expect(pauses).toEqual(Array.from({ length: 15 }, () => 25));
});

test('sources that failed wait for those that did not; a client that hung up is not tried', async () => {
  const { login, tried, hold, release } = counted(entries());
  await login.check(attempt({ password: 'first', source: 'crowd' }));
  hold();
  const running = login.check(attempt({ password: 'second', source: 'crowd' }));
  let isGone = false;
  const gone = login.check(attempt({ password: 'gone', source: 'crowd', isGone: () => isGone }));
  const crowd = Array.from({ length: 40 }, (_, at) =>
    login.check(attempt({ password: `guess ${String(at)}`, source: 'crowd' })),
  );
  const right = login.check(attempt({ source: 'another' }));
  isGone = true;
  release();
  expect(await right).toEqual({ user: { password: 'right', limits: 1 } });
  expect(tried).toEqual(['first', 'second', 'right']);
  expect(await gone).toEqual({ refused: 'gone' });
  await Promise.all([running, ...crowd]);
  expect(tried).not.toContain('gone');
});

test('from a source that guesses, a password that was right before gets no answer before its turn', async () => {
  const { login, hold, release } = counted(entries());
  const connection = {};
  await login.check(attempt({ connection }));
  await login.check(attempt({ password: 'wrong' }));
  hold();
  const guess = login.check(attempt({ password: 'other' }));
  const order: string[] = [];
  const fresh = login.check(attempt()).then(() => order.push('new connection'));
  expect(await login.check(attempt({ connection }))).toHaveProperty('user');
  order.push('connection that was in');
  release();
  await Promise.all([guess, fresh]);
  expect(order).toEqual(['connection that was in', 'new connection']);
});

test('the newest and the oldest request of a source alternate; sources take turns; excess requests are refused', async () => {
  const turns = new Turns(1, 6);
  const order: string[] = [];
  const ask = async (name: string, source: string) => {
    const turn = await turns.wait({ source, isFirst: false, isGone: () => false });
    if (typeof turn === 'string') return turn;
    order.push(name);
    await Promise.resolve();
    turn.end();
    turn.end();
    return null;
  };
  const all = [
    ask('a0', 'a'),
    ...['a1', 'a2', 'a3', 'a4'].map((name) => ask(name, 'a')),
    ask('b1', 'b'),
    ask('b2', 'b'),
  ];
  expect(await ask('late', 'c')).toBe('busy');
  await Promise.all(all);
  expect(order).toEqual(['a0', 'b1', 'a4', 'b2', 'a3', 'a1', 'a2']);
});
