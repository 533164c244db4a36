// What a person can do about a failure of Kafka: one line, and whether trying again may help.
import type { KafkaSettings } from '../../config/config.ts';
import { Failure, codeOf, messageOf, usageFailure } from '../../platform/failure.ts';

/** What Node says of a certificate. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'INVALID_CA',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const WRONG_LOGIN = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
]);

/** What was thrown, and what caused it, outermost first. */
function chainOf(thrown: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = thrown; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at);
  return chain;
}

function typeOf(failure: Error): string {
  return 'type' in failure && typeof failure.type === 'string' ? failure.type : '';
}

/** Whether the broker refused something for a reason of Kafka's protocol. */
export function isRefusal(thrown: unknown, types: ReadonlySet<string>): boolean {
  return chainOf(thrown).some((failure) => types.has(typeOf(failure)));
}

/** @returns a Failure for what the Kafka client threw; anything else as it is */
export function kafkaFailure(settings: KafkaSettings, thrown: unknown): Error {
  const chain = chainOf(thrown);
  const own = chain.find((failure) => failure instanceof Failure);
  if (own !== undefined) return own;
  const innermost = chain.at(-1);
  if (innermost === undefined) return new Error(messageOf(thrown));
  // What went wrong in our own code while the client called it.
  if (!innermost.name.startsWith('KafkaJS')) return innermost;
  return configurationFailure(settings, chain) ?? operationFailure(settings, chain, innermost);
}

/** What no trying again will change. */
function configurationFailure(
  { brokers, sasl }: KafkaSettings,
  chain: readonly Error[],
): Failure | null {
  const kafka = `Kafka at ${brokers.join(', ')}`;
  const untrusted = chain.map(codeOf).find((code) => UNTRUSTED.has(code));
  if (untrusted !== undefined)
    return usageFailure(
      'untrusted_certificate',
      `${kafka} has a certificate that is not trusted (${untrusted}). Set PLANCHER_KAFKA_CA_FILE to the certificate of who signed it, and PLANCHER_KAFKA_BROKERS to a name that stands in it.`,
      chain[0],
    );
  const login = chain.find(
    (failure) =>
      failure.name === 'KafkaJSSASLAuthenticationError' || WRONG_LOGIN.has(typeOf(failure)),
  );
  if (login !== undefined)
    return usageFailure(
      'access_denied',
      `${kafka} refuses the login${sasl === null ? '' : ` of user ${sasl.username} by ${sasl.mechanism}`} (${messageOf(login).replace(/\.$/, '')}). Check PLANCHER_KAFKA_SASL, PLANCHER_KAFKA_USER and PLANCHER_KAFKA_PASSWORD.`,
      chain[0],
    );
  const refused = chain.map(typeOf).find((type) => type.endsWith('_AUTHORIZATION_FAILED'));
  if (refused === undefined) return null;
  return usageFailure(
    'access_denied',
    `${kafka} does not permit this to ${sasl === null ? 'a client without login' : `user ${sasl.username}`} (${refused}). The worker reads its topics and its group, describes them, and writes dead letters.`,
    chain[0],
  );
}

function operationFailure(
  settings: KafkaSettings,
  chain: readonly Error[],
  innermost: Error,
): Failure {
  const { brokers, tls, sasl } = settings;
  const isClosed =
    innermost.name === 'KafkaJSConnectionClosedError' || codeOf(innermost) === 'ECONNRESET';
  const wants = `${tls ? 'a connection without TLS (PLANCHER_KAFKA_TLS=off)' : 'TLS (PLANCHER_KAFKA_TLS=on)'}${sasl === null ? ' or a login (PLANCHER_KAFKA_SASL)' : ''}`;
  const advice = isClosed
    ? `It hung up. Does it want ${wants}?`
    : 'Is it running, and is PLANCHER_KAFKA_BROKERS right?';
  const what = messageOf(innermost).replace(/\.$/, '');
  return new Failure('kafka', `Kafka at ${brokers.join(', ')}: ${what}. ${advice}`, {
    cause: chain[0],
    // The client's own word: false for what the broker will refuse again.
    retriable: !('retriable' in innermost) || innermost.retriable !== false,
  });
}
