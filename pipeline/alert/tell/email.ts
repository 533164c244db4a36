// E-mail over SMTP. The server's address is checked and pinned as that of a webhook.
import { createTransport } from 'nodemailer';
import { linesOf, messageBody, subjectOf } from './message.ts';
import type { Destination } from '../../config/alerts-file.ts';
import { pinnedAddress } from './address.ts';
import type { PostTools } from './http.ts';
import { type Outcome, type Sender, shortened, thrownOutcome } from './outcome.ts';

type EmailDestination = Extract<Destination, { type: 'email' }>;

/**
 * A reply of 500 to 599 says that the same message will not be taken later either (RFC 5321,
 * 4.2.1).
 */
const REFUSED = 500;

export function emailSender(
  destination: EmailDestination,
  secret: string | undefined,
  tools: PostTools,
): Sender {
  return {
    send: async (messageKey, body) => {
      try {
        return await sendOne(destination, secret, tools, messageKey, body);
      } catch (thrown) {
        return smtpOutcome(thrown);
      }
    },
    close: () => Promise.resolve(),
  };
}

async function sendOne(
  to: EmailDestination,
  secret: string | undefined,
  tools: PostTools,
  messageKey: string,
  body: string,
) {
  const { address } = await pinnedAddress(to.host, tools.allowed, tools.resolve);
  const transport = createTransport({
    host: address,
    port: to.port,
    secure: to.tls === 'implicit',
    requireTLS: to.tls === 'starttls',
    ignoreTLS: to.tls === 'none',
    tls: { servername: to.host },
    connectionTimeout: tools.timeoutMs,
    greetingTimeout: tools.timeoutMs,
    socketTimeout: tools.timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(to.user === undefined ? {} : { auth: { user: to.user, pass: secret ?? '' } }),
  });
  try {
    const message = messageBody.parse(JSON.parse(body));
    const sent = await transport.sendMail({
      from: to.from,
      to: to.to,
      subject: subjectOf(message, to.language === 'fr' ? 'fr' : 'en'),
      text: `${linesOf(message, to.language).join('\n')}\n\n${messageKey}\n`,
      // The same for each attempt, so that a mail that comes twice is one.
      messageId: `<${messageKey}@plancher>`,
      headers: { 'Idempotency-Key': messageKey },
    });
    return { state: 'sent', answer: shortened(sent.response) } satisfies Outcome;
  } finally {
    transport.close();
  }
}

function smtpOutcome(thrown: unknown): Outcome {
  const isRefused =
    typeof thrown === 'object' &&
    thrown !== null &&
    'responseCode' in thrown &&
    typeof thrown.responseCode === 'number' &&
    thrown.responseCode >= REFUSED;
  const outcome = thrownOutcome(thrown);
  return isRefused ? { state: 'dead', answer: outcome.answer } : outcome;
}
