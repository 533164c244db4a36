// A small SMTP server on a socket, which keeps the mails that it takes.
import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';

/** Takes mails, or answers `refusal` to each recipient. */
export async function smtpSink(
  refusal: string | null,
): Promise<{ port: number; mails: string[]; close: () => void }> {
  const mails: string[] = [];
  const server = createServer((socket) => {
    serve(socket, refusal, mails);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() satisfies string | AddressInfo | null;
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, mails, close: () => server.close() };
}

function serve(socket: Socket, refusal: string | null, mails: string[]): void {
  let [buffered, isData] = ['', false];
  socket.write('220 sink\r\n');
  socket.on('error', () => undefined);
  socket.on('data', (bytes) => {
    buffered += bytes.toString();
    for (;;) {
      const end = buffered.indexOf(isData ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      const text = buffered.slice(0, end);
      buffered = buffered.slice(end + (isData ? 5 : 2));
      if (isData) mails.push(text);
      socket.write(answerTo(text, isData, refusal));
      isData = !isData && text === 'DATA';
    }
  });
}

function answerTo(text: string, isData: boolean, refusal: string | null): string {
  if (isData) return '250 taken\r\n';
  if (text === 'DATA') return '354 go on\r\n';
  return text.startsWith('RCPT') && refusal !== null ? `${refusal}\r\n` : '250 ok\r\n';
}

/** Headers, with lines that go on put together, and the text. */
export function readMail(mail: string): { names: string[]; subject: string; text: string } {
  const end = mail.indexOf('\r\n\r\n');
  const headers = mail
    .slice(0, end)
    .replace(/\r\n[ \t]/g, ' ')
    .split('\r\n');
  const header = (name: string) =>
    headers.find((one) => one.toLowerCase().startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  // A dot at the beginning of a line is doubled on the way (RFC 5321, 4.5.2).
  const raw = mail.slice(end + 4).replace(/^\.\./gm, '.');
  const quoted = (text: string) =>
    Buffer.from(
      text.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
      'latin1',
    ).toString();
  const text =
    header('content-transfer-encoding') === 'base64'
      ? Buffer.from(raw, 'base64').toString()
      : quoted(raw.replace(/=\r\n/g, ''));
  const subject = header('subject')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/g, (_, kind: string, word: string) =>
      kind === 'B' ? Buffer.from(word, 'base64').toString() : quoted(word.replaceAll('_', ' ')),
    );
  return {
    names: headers.map((one) => one.split(':', 1)[0] ?? ''),
    subject,
    text: text.replaceAll('\r\n', '\n').trimEnd(),
  };
}
