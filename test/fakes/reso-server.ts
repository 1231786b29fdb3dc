/**
 * A RESO Web API server on 127.0.0.1 with a market that changes by a seed: Property records, the log EntityEvent, OAuth2
 * tokens, and webhooks. While it misbehaves it does what servers do: numbers are taken before their change is to be
 * seen, are left out of pages and served later, or are never shown; pages change their size, repeat and shuffle; answers
 * are late, broken, 429, 500 or 401; webhooks are lost, repeated and out of order. {@link FakeReso.records} is the truth.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { seededRandom } from '../../models/linear/random.ts';
import { createFakeMarket, type FakeMarket } from './reso-market.ts';

export interface FakeReso {
  url: string;
  tokenUrl: string;
  market: FakeMarket;
  /** How often each fault was served, so that a test can tell that it met them. */
  faults: Record<string, number>;
  /** Requests answered or not. */
  requests: number;
  /** Where webhooks go from now on. */
  hooks: { url: string; token: string; source: string } | undefined;
  /** One change of the market, and its webhook if it is not lost. */
  step(): Promise<void>;
  /** From now on all is well, and everything that will ever be shown is to be seen. */
  behave(): void;
  stop(): Promise<void>;
}

type Fault = 'busy' | 'broken' | 'unauthorized' | 'silent' | 'cut' | 'garbled';
const FAULTS: readonly Fault[] = ['busy', 'broken', 'unauthorized', 'silent', 'cut', 'garbled'];
const FAULT_SHARE = 0.2;

export async function startFakeReso(seed: number): Promise<FakeReso> {
  const random = seededRandom(seed);
  const market = createFakeMarket(random);
  let wild = true;
  let token = 1;
  let turn = 0;
  const waiting: number[] = [];
  const fake: Omit<FakeReso, 'url' | 'tokenUrl' | 'stop'> = {
    ...{ market, faults: {}, requests: 0, hooks: undefined },
    async step() {
      const number = market.step();
      if (random() > 0.3) waiting.push(number);
      if (random() < 0.2) waiting.push(number);
      if (random() < 0.6) await tell();
    },
    behave() {
      wild = false;
      market.settle();
    },
  };

  /** Webhooks that waited, the latest first: out of order, and some again. */
  async function tell(): Promise<void> {
    const { hooks } = fake;
    for (const number of hooks ? waiting.splice(0).reverse() : []) {
      const { status } = await fetch(hooks!.url, {
        method: 'POST',
        headers: {
          ...{ authorization: `Bearer ${hooks!.token}`, 'content-type': 'application/json' },
          entityeventsource: hooks!.source,
        },
        body: JSON.stringify(market.notice(number)),
      });
      fake.faults[`hook ${status}`] = (fake.faults[`hook ${status}`] ?? 0) + 1;
    }
  }

  function misbehave(response: ServerResponse, good: string): void {
    // One after the other: a short run meets them all.
    const fault = FAULTS[turn++ % FAULTS.length]!;
    fake.faults[fault] = (fake.faults[fault] ?? 0) + 1;
    if (fault === 'silent') return;
    if (fault === 'cut') return void response.socket?.destroy();
    if (fault === 'garbled') return void response.end(good.slice(0, good.length / 2));
    if (fault === 'unauthorized') token++; // as though it had been revoked
    const status = { busy: 429, broken: 500, unauthorized: 401 }[fault];
    response.writeHead(status, fault === 'busy' ? { 'retry-after': '0' } : {}).end('{"error":{"code":"x"}}');
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, `http://${request.headers.host}`);
    response.setHeader('content-type', 'application/json');
    if (url.pathname === '/token') {
      const good = (await text(request)).includes('grant_type=client_credentials');
      const basic = request.headers.authorization === `Basic ${btoa('client:secret')}`;
      if (!good || !basic) return void response.writeHead(400).end('{"error":"invalid_client"}');
      return void response.end(JSON.stringify({ access_token: `token-${token}`, expires_in: 3600 }));
    }
    fake.requests++;
    if (request.headers.authorization !== `Bearer token-${token}`)
      return void response.writeHead(401).end('{"error":{"code":"401"}}');
    const page = market.query(url, wild);
    if (!page) return void response.writeHead(400).end('{"error":{"code":"bad query"}}');
    if (wild && random() < FAULT_SHARE) return misbehave(response, JSON.stringify(page));
    response.end(JSON.stringify(page));
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(fake, {
    url: `${origin}/odata`,
    tokenUrl: `${origin}/token`,
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}
