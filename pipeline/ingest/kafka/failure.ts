// Turns a failure of Kafka into one line that says what a person can do, and whether a retry may
// help.
import type { KafkaSettings } from '../../config/config.ts';
import { Failure, codeOf, messageOf, usageFailure } from '../../platform/failure.ts';

/** Codes for a certificate. https://nodejs.org/api/tls.html#x509-certificate-error-codes */
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

/** The thrown error and its causes, outermost first. */
function chainOf(thrown: unknown): Error[] {
  const chain: Error[] = [];
  for (let at = thrown; at instanceof Error && !chain.includes(at); at = at.cause) chain.push(at);
  return chain;
}

function typeOf(failure: Error): string {
  return 'type' in failure && typeof failure.type === 'string' ? failure.type : '';
}

/** True when the broker refused a request with one of these error types of Kafka's protocol. */
export function isRefusal(thrown: unknown, types: ReadonlySet<string>): boolean {
  return chainOf(thrown).some((failure) => types.has(typeOf(failure)));
}

/** @returns a Failure for an error of the Kafka client; any other error unchanged */
export function kafkaFailure(settings: KafkaSettings, thrown: unknown): Error {
  const chain = chainOf(thrown);
  const own = chain.find((failure) => failure instanceof Failure);
  if (own !== undefined) return own;
  const innermost = chain.at(-1);
  if (innermost === undefined) return new Error(messageOf(thrown));
  // An error of our own code that the client called.
  if (!innermost.name.startsWith('KafkaJS')) return innermost;
  return configurationFailure(settings, chain) ?? operationFailure(settings, chain, innermost);
}

/** Failures that no retry can mend. */
function configurationFailure(
  { brokers, sasl }: KafkaSettings,
  chain: readonly Error[],
): Failure | null {
  const kafka = `Kafka at ${brokers.join(', ')}`;
  const user = sasl === null ? null : `user ${sasl.username}`;
  const untrusted = chain.map(codeOf).find((code) => UNTRUSTED.has(code));
  if (untrusted !== undefined)
    return usageFailure(
      'untrusted_certificate',
      `${kafka} has a certificate that is not trusted (${untrusted}). ` +
        'Set PLANCHER_KAFKA_CA_FILE to the certificate of the authority that signed it, ' +
        'and PLANCHER_KAFKA_BROKERS to a name that it contains.',
      chain[0],
    );
  const login = chain.find(
    (failure) =>
      failure.name === 'KafkaJSSASLAuthenticationError' || WRONG_LOGIN.has(typeOf(failure)),
  );
  if (login !== undefined) {
    const who = user === null || sasl === null ? '' : ` of ${user} by ${sasl.mechanism}`;
    return usageFailure(
      'access_denied',
      `${kafka} refuses the login${who} (${messageOf(login).replace(/\.$/, '')}). ` +
        'Check PLANCHER_KAFKA_SASL, PLANCHER_KAFKA_USER and PLANCHER_KAFKA_PASSWORD.',
      chain[0],
    );
  }
  const refused = chain.map(typeOf).find((type) => type.endsWith('_AUTHORIZATION_FAILED'));
  if (refused === undefined) return null;
  return usageFailure(
    'access_denied',
    `${kafka} does not permit this to ${user ?? 'a client without login'} (${refused}). ` +
      'Allow it to read and describe its topics and its group, and to write dead letters.',
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
  const encryption = tls
    ? 'a connection without TLS (PLANCHER_KAFKA_TLS=off)'
    : 'TLS (PLANCHER_KAFKA_TLS=on)';
  const login = sasl === null ? ' or a login (PLANCHER_KAFKA_SASL)' : '';
  const advice = isClosed
    ? `It closed the connection. Does it require ${encryption}${login}?`
    : 'Is it running, and is PLANCHER_KAFKA_BROKERS right?';
  const what = messageOf(innermost).replace(/\.$/, '');
  return new Failure('kafka', `Kafka at ${brokers.join(', ')}: ${what}. ${advice}`, {
    cause: chain[0],
    // The client sets this to false for what the broker would refuse again.
    retriable: !('retriable' in innermost) || innermost.retriable !== false,
  });
}
