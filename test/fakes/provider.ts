/** Stand-ins for providers: what each took, and how it behaves. Nothing leaves the machine. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `take` it, be too `busy` for it, `refuse` it for good, `break` inside, `hang` once it has it all, or `drop` the
 * connection then.
 */
export type Behaviour = 'take' | 'busy' | 'refuse' | 'break' | 'hang' | 'drop';

export interface Seen {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface FakeProvider {
  url: string;
  port: number;
  /** What came in whole, whatever was answered. */
  seen: Seen[];
  behave(behaviour: Behaviour): void;
  /** Words one answer another way. Only over HTTP. */
  word(behaviour: keyof Answers, answer: Answers['take']): void;
  /** Called with every request that came in whole, before it is answered. */
  onSeen(listener: (seen: Seen) => void): void;
  stop(): Promise<void>;
}

/** How a provider words each answer: status, headers, JSON. */
export type Answers = Record<'take' | 'busy' | 'refuse' | 'break', [number, Record<string, string>, object]>;

export async function startFakeProvider(usual: Answers): Promise<FakeProvider> {
  const seen: Seen[] = [];
  const answers = { ...usual };
  let behaviour: Behaviour = 'take';
  let listener: (seen: Seen) => void = () => {};
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const one = { path: request.url ?? '', headers, body };
      seen.push(one);
      listener(one);
      answer(response, behaviour, answers);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    behave: (next) => {
      behaviour = next;
    },
    word: (which, next) => {
      answers[which] = next;
    },
    onSeen: (next) => {
      listener = next;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, behaviour: Behaviour, answers: Answers): void {
  if (behaviour === 'hang') return;
  if (behaviour === 'drop') return void response.socket?.destroy();
  const [status, headers, body] = answers[behaviour];
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** As Twilio, Meta and a webhook's receiver word it. */
export const TWILIO: Answers = {
  take: [201, {}, { sid: 'SM0123', status: 'queued' }],
  busy: [429, { 'retry-after': '2' }, { code: 20429, message: 'Too Many Requests', status: 429 }],
  refuse: [400, {}, { code: 21211, message: "The 'To' number +13035550142 is not valid", status: 400 }],
  break: [500, {}, { code: 20500, message: 'Internal Server Error', status: 500 }],
};
export const WHATSAPP: Answers = {
  take: [200, {}, { messaging_product: 'whatsapp', messages: [{ id: 'wamid.0123' }] }],
  busy: [400, {}, { error: { code: 130429, message: '(#130429) Rate limit hit' } }],
  refuse: [400, {}, { error: { code: 131026, message: 'Message undeliverable to 13035550142' } }],
  break: [500, {}, { error: { code: 1, message: 'An unknown error occurred' } }],
};
export const WEBHOOK: Answers = {
  take: [204, {}, {}],
  busy: [503, { 'retry-after': '2' }, {}],
  refuse: [404, {}, {}],
  break: [500, {}, {}],
};
