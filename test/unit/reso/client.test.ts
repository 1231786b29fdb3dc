/** The client of a RESO server: pages, tokens, patience, and what it will not follow. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { createBearer } from '../../../infra/reso/bearer.ts';
import { createResoClient } from '../../../infra/reso/client.ts';
import type { EntityEvent } from '../../../schemas/reso.ts';

const never = new AbortController().signal;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
const ok =
  (body: unknown): Answer =>
  (response) =>
    response.end(JSON.stringify(body));
const status =
  (code: number, headers = {}): Answer =>
  (response) =>
    response.writeHead(code, headers).end('{}');
const event = (EntityEventSequence: number): EntityEvent => ({
  ...{ EntityEventSequence, ResourceName: 'Property', ResourceRecordKey: `L${EntityEventSequence}` },
});
const page = (numbers: number[], next?: string) => ({
  ...{ '@odata.context': 'x', value: numbers.map(event) },
  ...(next && { '@odata.nextLink': next }),
});

/** A server that answers one request after the other with these; the last one again and again. */
async function serve(...answers: Answer[]) {
  const asked: { path: string; query: URLSearchParams; authorization: string | undefined; body: string }[] =
    [];
  server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://x');
    const { authorization } = request.headers;
    const body = await text(request);
    asked.push({ path: url.pathname, query: url.searchParams, authorization, body });
    (answers.length > 1 ? answers.shift()! : answers[0]!)(response, request);
  });
  await new Promise<void>((done) => server!.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const calls: string[] = [];
  const client = (bearer = createBearer({ ...NO_CREDENTIALS, resoToken: 'fixed' })) =>
    createResoClient({
      ...{
        url: `${origin}/odata/`,
        bearer,
        top: 100,
        callMs: 100,
        retryMs: 1,
        breakAfter: 5,
        halfOpenMs: 60,
      },
      onCall: (outcome) => calls.push(outcome),
    });
  return { asked, origin, calls, client };
}
const NO_CREDENTIALS = {
  ...{ resoToken: '', resoTokenUrl: '', resoClientId: '', resoClientSecret: '', resoScope: '' },
};

async function all(events: AsyncGenerator<EntityEvent[]>): Promise<number[][]> {
  const pages: number[][] = [];
  for await (const one of events)
    pages.push(one.map(({ EntityEventSequence }) => Number(EntityEventSequence)));
  return pages;
}

describe('the log', () => {
  it('is asked for from a number, in order, and followed by its links', async () => {
    const { client, asked } = await serve(
      ok(page([5, 6], '/odata/EntityEvent?$skiptoken=6')),
      ok(page([7], 'EntityEvent?$skiptoken=7')),
      ok(page([])),
    );
    expect(await all(client().events({ after: 4 }, never))).toEqual([[5, 6], [7], []]);
    expect(asked[0]).toMatchObject({ path: '/odata/EntityEvent', authorization: 'Bearer fixed' });
    expect(Object.fromEntries(asked[0]!.query)).toEqual({
      ...{ $filter: 'EntityEventSequence gt 4', $orderby: 'EntityEventSequence asc', $top: '100' },
    });
    expect(asked.slice(1).map(({ query }) => query.get('$skiptoken'))).toEqual(['6', '7']);
  });

  it('is asked for between two numbers', async () => {
    const { client, asked } = await serve(ok(page([5])));
    await all(client().events({ after: 4, before: 9 }, never));
    expect(asked[0]!.query.get('$filter')).toBe('EntityEventSequence gt 4 and EntityEventSequence lt 9');
  });

  it('leaves out what is no event, and follows no link in a circle', async () => {
    const odd = { value: [event(1), { EntityEventSequence: 'x' }, {}], '@odata.nextLink': 'EntityEvent?a' };
    const { client, asked } = await serve(ok(odd));
    expect(await all(client().events({ after: 0 }, never))).toEqual([[1], [1]]);
    expect(asked).toHaveLength(2);
  });

  it('takes the token to no other host', async () => {
    const { client } = await serve(ok(page([1], 'https://elsewhere.example/odata/EntityEvent')));
    await expect(all(client().events({ after: 0 }, never))).rejects.toMatchObject({ kind: 'refused' });
    const redirected = await serve(status(302, { location: 'https://elsewhere.example/' }));
    await expect(all(redirected.client().events({ after: 0 }, never))).rejects.toMatchObject({
      kind: 'refused',
    });
  });
});

describe('records', () => {
  it('are asked for by their keys, fifty at once, quoted, and again where one is absent', async () => {
    const keys = Array.from({ length: 60 }, (_, i) => `O'Neil ${i}`);
    const { client, asked } = await serve(
      ok({ value: keys.slice(0, 30).map((ListingKey) => ({ ListingKey })), '@odata.nextLink': 'Property?2' }),
      ok({ value: keys.slice(30, 50).map((ListingKey) => ({ ListingKey })) }),
      ok({ value: keys.slice(50, 58).map((ListingKey) => ({ ListingKey })) }),
      ok({ value: [{ ListingKey: keys[58] }] }),
    );
    const found = await client().properties(keys, never);
    expect([...found.keys()]).toEqual(keys.slice(0, 59));
    expect(asked[0]!.query.get('$filter')).toMatch(
      /^ListingKey in \('O''Neil 0','O''Neil 1',.*'O''Neil 49'\)$/,
    );
    expect(asked[3]!.query.get('$filter')).toBe("ListingKey in ('O''Neil 58','O''Neil 59')");
  });
});

describe('a server in trouble', () => {
  const cut: Answer = (response) => response.socket!.destroy();
  const silent: Answer = () => {};
  const log = (client: ReturnType<typeof createResoClient>) => all(client.events({ after: 0 }, never));

  it.each([
    ['breaks', status(500)],
    ['cuts', cut],
    ['is silent', silent],
    ['speaks no JSON', ((response) => response.end('<html>')) as Answer],
    ['speaks no OData', ok([1])],
  ])('that %s once is asked again', async (_, trouble) => {
    const { client, calls } = await serve(trouble, ok(page([1])));
    expect(await log(client())).toEqual([[1]]);
    expect(calls).toEqual(['away', 'ok']);
  });

  it('is left alone as long as it asks, and not asked again here', async () => {
    const { client, asked } = await serve(status(429, { 'retry-after': '7' }));
    await expect(log(client())).rejects.toMatchObject({ kind: 'busy', retryAfterMs: 7000 });
    expect(asked).toHaveLength(1);
    const later = await serve(status(503, { 'retry-after': new Date(Date.now() + 9000).toUTCString() }));
    const fault = await log(later.client()).catch((error) => error);
    expect(fault.retryAfterMs).toBeGreaterThan(7000);
    expect(fault.retryAfterMs).toBeLessThanOrEqual(9000);
  });

  it('that fails too often rests, and is tried again', async () => {
    const { client, asked } = await serve(...Array.from({ length: 6 }, () => status(500)), ok(page([1])));
    const one = client();
    for (let n = 0; n < 4; n++) await expect(log(one)).rejects.toMatchObject({ kind: 'away' });
    expect(asked).toHaveLength(5);
    await expect.poll(() => log(one).catch(() => asked.length)).toEqual([[1]]);
    expect(asked.length).toBeLessThanOrEqual(8);
  });

  it('that refuses says so in words without the token or the query', async () => {
    const { client, calls } = await serve(status(403));
    const fault = await log(client()).catch((error: Error) => error);
    expect((fault as Error).message).toBe(
      "/odata/EntityEvent: HTTP 403. Check RESO_URL and what the feed's licence allows",
    );
    expect(calls).toEqual(['refused']);
  });
});

describe('a token', () => {
  it('is fetched with the credentials, used again, and fetched anew where it is not taken', async () => {
    const tokens = ['one', 'two'];
    const { client, asked, origin } = await serve((response, request) => {
      if (request.url === '/token')
        return ok({ access_token: tokens.shift(), expires_in: 3600 })(response, request);
      const valid = request.headers.authorization === `Bearer ${asked.length < 4 ? 'one' : 'two'}`;
      return (valid ? ok(page([1])) : status(401))(response, request);
    });
    const bearer = createBearer({
      ...{ resoToken: '', resoTokenUrl: `${origin}/token`, resoClientId: 'id:1', resoClientSecret: 's/s' },
      resoScope: 'api',
    });
    const one = client(bearer);
    for (let n = 0; n < 3; n++) expect(await all(one.events({ after: 0 }, never))).toEqual([[1]]);
    const logged = asked.map(({ path, authorization }) => [path, authorization]);
    const basic = `Basic ${btoa('id%3A1:s%2Fs')}`;
    const path = '/odata/EntityEvent';
    expect(logged).toEqual([
      ['/token', basic],
      [path, 'Bearer one'],
      [path, 'Bearer one'],
      [path, 'Bearer one'],
      ['/token', basic],
      [path, 'Bearer two'],
    ]);
    expect(asked[0]!.body).toBe('grant_type=client_credentials&scope=api');
  });

  it('that is never taken, or cannot be had, is told by its setting', async () => {
    const { client, asked } = await serve(status(401));
    const fixed = all(client().events({ after: 0 }, never));
    await expect(fixed).rejects.toMatchObject({ kind: 'unauthorized', message: /RESO_TOKEN/ });
    expect(asked).toHaveLength(1);
    const refused = await serve(status(400));
    const credentials = { ...NO_CREDENTIALS, resoClientId: 'id', resoClientSecret: 'hidden' };
    const bearer = createBearer({ ...credentials, resoTokenUrl: `${refused.origin}/token` });
    const fetched = await all(refused.client(bearer).events({ after: 0 }, never)).catch((error) => error);
    expect(fetched).toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('RESO_CLIENT_ID'),
    });
    expect(fetched.message).not.toContain('hidden');
  });
});
