// E-mail goes out over SMTP, to a real (small) server on a socket.
import { expect, test } from 'vitest';
import { systemResolve } from '../../pipeline/alert/tell/address.ts';
import { type MessageBody, subjectOf } from '../../pipeline/alert/tell/message.ts';
import { emailSender } from '../../pipeline/alert/tell/email.ts';
import { networksOf, parseAlertSettings } from '../../pipeline/config/alerts-file.ts';
import { smtpSink } from '../smtp-sink.ts';
import { tickingClock } from '../warehouse/temporary.ts';

const message: MessageBody = {
  type: 'digest',
  message_key: 'a1b2',
  operation: 'one',
  count: 3,
  by_severity: { high: 1, medium: 2, low: 0 },
  summary: 'one: 3 alerts',
  summary_fr: 'one : 3 alertes',
  alerts: [],
};

async function sent(refusal: string | null, allowed = ['127.0.0.1']) {
  const sink = await smtpSink(refusal);
  const destination = {
    name: 'mail',
    type: 'email',
    host: '127.0.0.1',
    port: sink.port,
    tls: 'none',
    from: 'p@example.org',
    to: ['judge@example.org'],
  };
  const [email] = parseAlertSettings(
    JSON.stringify({ destinations: [destination] }),
    'test',
  ).destinations;
  if (email?.type !== 'email') throw new Error('no e-mail');
  const tools = {
    allowed: networksOf(allowed),
    resolve: systemResolve,
    clock: tickingClock(),
    timeoutMs: 5_000,
  };
  const outcome = await emailSender(email, undefined, tools).send('a1b2', JSON.stringify(message));
  sink.close();
  return { outcome, mails: sink.mails };
}

test('a message is mailed in both languages, under an identity that is the same for each attempt', async () => {
  const { outcome, mails } = await sent(null);
  expect(outcome).toEqual({ state: 'sent', answer: '250 taken' });
  expect(mails[0]).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(subjectOf(message, 'en')).toBe('[plancher] high: 3 alerts “one”');
  expect(subjectOf(message, 'fr')).toBe(
    '[plancher] gravité haute\u202f: 3 alertes «\u202fone\u202f»',
  );
  expect(mails[0]).toContain('Message-ID: <a1b2@plancher>');
  expect(mails[0]).toContain('one: 3 alerts');
  expect(mails[0]).toContain('one : 3 alertes');
});

test('a permanent refusal ends the message, a busy server is tried again, a private address is refused', async () => {
  expect((await sent('550 nobody here')).outcome.state).toBe('dead');
  expect((await sent('451 later')).outcome.state).toBe('failed');
  expect((await sent(null, [])).outcome).toMatchObject({ state: 'dead' });
});
