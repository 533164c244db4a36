// A real HTTP server that takes the messages of a webhook and answers as a test says.
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { parseAlertSettings } from '../../pipeline/config/alerts-file.ts';
import { closeServer, listenAt } from '../../pipeline/platform/listen.ts';

export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface WebhookReceiver {
  origin: string;
  received: Received[];
  /** What the server does with the next request. */
  reply: (response: ServerResponse, request: Received) => void;
  close: () => Promise<void>;
}

export function ok(response: ServerResponse): void {
  response.writeHead(200).end('ok');
}

export async function webhookReceiver(): Promise<WebhookReceiver> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(pieces).toString(),
      };
      receiver.received.push(one);
      receiver.reply(response, one);
    });
  });
  const receiver: WebhookReceiver = {
    origin: `http://${await listenAt(server, '127.0.0.1:0', 'test')}`,
    received: [],
    reply: ok,
    close: () => closeServer(server, 100),
  };
  return receiver;
}

/** Alerts settings with one destination: that server. */
export const settingsFor = (
  origin: string,
  more: Record<string, unknown> = {},
  destination: Record<string, unknown> = {},
) =>
  parseAlertSettings(
    JSON.stringify({
      rules: {
        baseline_days: 30,
        retrospective_days: 365,
        // Alerts on payments alone.
        floor_correction_eur: '999999999999',
      },
      destinations: [
        {
          name: 'desk',
          type: 'webhook',
          url: `${origin}/hook`,
          timeout_seconds: 1,
          ...destination,
        },
      ],
      routes: [{ to: ['desk'] }],
      allow_addresses: ['127.0.0.1'],
      ...more,
    }),
    'test',
  );
