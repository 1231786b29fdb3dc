/** A gateway for the console's tests: serves the built page under the strict policy and speaks the frames. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { CompetitiveAlert } from '../../schemas/competition.ts';
import type { ClientFrame, ServerFrame, Topic } from '../../schemas/frames.ts';
import type { WireInsight } from '../../schemas/insight-wire.ts';
import { SCOPES, type Scope } from '../../schemas/limits.ts';
import { createFakeCompetition, type FakeCompetition } from './fake-competition.ts';
import type { FakeLead } from './fake-leads.ts';
import { createFakeNurture, type FakeNurture } from './fake-nurture.ts';
import { PATTERNS, similarTo } from './fake-patterns.ts';

/** The very policy of the real gateway. */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A token as a browser sees one: claims it can read, a signature it cannot check. */
const tokenOf = (scopes: readonly Scope[]): string => {
  const claims = JSON.stringify({ tenant: 'main', sub: 'kim', scopes });
  return `e30.${Buffer.from(claims).toString('base64url')}.signed`;
};
export const TOKEN = tokenOf(SCOPES);
/** Of somebody who looks, and of somebody who acts. */
export const READER = tokenOf(['leads:read']);
export const ACTOR = tokenOf(['leads:read', 'nurture:act']);
const TOKENS: readonly string[] = [TOKEN, READER, ACTOR];

const SHARD = '00';
type Subscribe = Extract<ClientFrame, { type: 'subscribe' }>;
/** What a stream brings: an insight, or a step of an alert. */
type Entry = { type: 'delta'; insight: WireInsight } | { type: 'alert'; alert: CompetitiveAlert };
interface Subscriber {
  socket: WebSocket;
  id: string;
  topic: Topic;
  n: number;
}

export interface FakeGateway {
  url: string;
  leads: Map<string, FakeLead>;
  nurture: FakeNurture;
  competition: FakeCompetition;
  /** Every frame a client sent, oldest first. */
  received: ClientFrame[];
  /** Subscriptions asked for, to leads, with a place to recover from or without. Alerts have their own. */
  subscribes(recover: boolean): ClientFrame[];
  /** Sends a lead's insight to whom it concerns and keeps it for recovery. */
  publish(wire: WireInsight): void;
  /** Sends one step of an alert to whom it concerns and keeps it for recovery. */
  publishAlert(alert: CompetitiveAlert): void;
  /** The connection breaks without a word; what is published meanwhile is for recovery. */
  dropSockets(): void;
  /** The next thing published is lost on its way, though counted. */
  loseNext(): void;
  /** Redis came back with another history. */
  breakHistory(): void;
  /** While false, the socket and HTTP answer 503. */
  up: boolean;
  close(): Promise<void>;
}

export async function startFakeGateway(cast: FakeLead[], dist: string): Promise<FakeGateway> {
  const leads = new Map(cast.map((lead) => [lead.lead, lead]));
  const subscribers = new Set<Subscriber>();
  let log: { offset: number; entry: Entry }[] = [];
  let epoch = 1;
  let offset = 0;
  let lost = false;

  const server = createServer((request, response) => {
    void answer(request, response, gateway, dist);
  });
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'doorstep.v1' });
  server.on('upgrade', (request, socket, head) => {
    const token = request.headers['sec-websocket-protocol']?.split(/, */)[1];
    if (!gateway.up || !TOKENS.some((one) => token === `bearer.${one}`)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => hear(client, JSON.parse(String(data)) as ClientFrame));
      client.on('close', () => {
        for (const one of subscribers) if (one.socket === client) subscribers.delete(one);
      });
    });
  });

  function hear(socket: WebSocket, frame: ClientFrame) {
    gateway.received.push(frame);
    if (frame.type === 'ping') socket.send(JSON.stringify({ type: 'pong' } satisfies ServerFrame));
    else if (frame.type === 'subscribe') subscribe(socket, frame);
    else for (const one of subscribers) if (one.id === frame.id) subscribers.delete(one);
  }

  function subscribe(socket: WebSocket, { id, topic, recover }: Subscribe) {
    const one = { socket, id, topic, n: 0 };
    subscribers.add(one);
    const recovered = recover?.epoch === String(epoch);
    const mine = [...leads.values()].filter(({ lead }) => topic.kind !== 'lead' || topic.lead === lead);
    const snapshot =
      topic.kind === 'alerts'
        ? { alerts: gateway.competition.alerts(topic.agent) }
        : { snapshot: mine.map((lead) => lead.full()) };
    send(one, {
      ...{ type: 'subscribed', epoch: String(epoch), offset: { [SHARD]: `${offset}-0` }, recovered },
      ...(!recovered && snapshot),
    });
    const after = Number(recover?.offset[SHARD]?.split('-')[0]);
    if (recovered) for (const logged of log) if (logged.offset > after) deliver(one, logged);
  }

  const deliver = (one: Subscriber, { offset: at, entry }: (typeof log)[number]) => {
    if (concerns(one.topic, entry)) send(one, { ...entry, shard: SHARD, offset: `${at}-0` });
  };

  function add(entry: Entry) {
    const logged = { offset: ++offset, entry };
    log.push(logged);
    for (const one of subscribers) {
      if (!lost) deliver(one, logged);
      else if (concerns(one.topic, entry)) one.n++;
    }
    lost = false;
  }

  const gateway: FakeGateway = {
    url: '',
    leads,
    nurture: createFakeNurture(leads),
    competition: createFakeCompetition(leads),
    received: [],
    up: true,
    subscribes: (recover) =>
      gateway.received.filter(
        (frame) =>
          frame.type === 'subscribe' && frame.topic.kind !== 'alerts' && Boolean(frame.recover) === recover,
      ),
    publish: (insight) => add({ type: 'delta', insight }),
    publishAlert: (alert) => add({ type: 'alert', alert }),
    dropSockets() {
      for (const client of sockets.clients) client.terminate();
    },
    loseNext() {
      lost = true;
    },
    breakHistory() {
      epoch++;
      log = [];
      for (const one of subscribers) send(one, { type: 'resync', reason: 'the history is another' });
    },
    close() {
      gateway.dropSockets();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  gateway.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return gateway;
}

const concerns = (topic: Topic, entry: Entry): boolean => {
  if (entry.type === 'alert') return topic.kind === 'alerts' && topic.agent === undefined;
  return topic.kind === 'lead' ? topic.lead === entry.insight.lead : topic.kind !== 'alerts';
};

type Numbered = Extract<ServerFrame, { n: number }>;
type Unnumbered<F> = F extends Numbered ? Omit<F, 'id' | 'n'> : never;

function send(one: Subscriber, frame: Unnumbered<Numbered>) {
  one.n++;
  one.socket.send(JSON.stringify({ ...frame, id: one.id, n: one.n }));
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { leads, nurture, competition, up }: FakeGateway,
  dist: string,
) {
  const path = new URL(request.url!, 'http://localhost').pathname;
  if (path.startsWith('/console/')) return page(path, response, dist);
  const [, , kind, id, part] = path.split('/').map(decodeURIComponent);
  const say = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (!up) return say(503, { error: { message: 'The store is away', fix: 'Wait' } });
  if (!TOKENS.some((token) => request.headers.authorization === `Bearer ${token}`))
    return say(401, { error: { message: 'The token has expired', fix: 'Ask the operator for a new one' } });
  if (kind === 'patterns') return say(200, PATTERNS);
  const body = await bodyOf(request);
  const told = competition.answer(request.method!, path, body) ?? nurture.answer(request.method!, path, body);
  if (told) return say(...told);
  if (id === undefined) return say(200, [...leads.values()].map((lead) => lead.full()).slice(0, 1));
  const lead = leads.get(id);
  if (!lead) return say(404, { error: { message: 'No such lead', fix: 'Check the id' } });
  if (part === 'similar') return say(200, similarTo(lead, [...leads.values()]));
  return say(200, part ? lead.talk : lead.full());
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length ? JSON.parse(String(Buffer.concat(chunks))) : undefined;
}

async function page(path: string, response: ServerResponse, dist: string) {
  const file = path === '/console/' ? 'index.html' : path.slice('/console/'.length);
  const headers = {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
  };
  try {
    const body = await readFile(join(dist, file));
    response.writeHead(200, headers).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
