/**
 * The door of the embedded ClickHouse: who comes in, and as whom.
 *
 * clickhouse-local lets any SQL read any file of this machine through the scalar `file()`, whatever the grants, and
 * lets a URL parameter choose the user. So nobody reaches the engine directly (see `serverConfig`): the gate checks
 * the password, names the user, and refuses analysts' statements that {@link refusal} finds. Grants and row
 * policies stay the engine's.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { type Analyst, INGEST_USER } from './credentials.ts';
import { canonicalQuery, refusal } from './statement-check.ts';

export interface GateOptions {
  port: number;
  enginePort: number;
  secret: string;
  /** Of {@link INGEST_USER}. */
  password: string;
  analysts: readonly Analyst[];
}

/** What an analyst's request may carry besides the query; settings are the profile's. */
const ANALYST_PARAMETERS = /^(param_.*|database|default_format|query_id|wait_end_of_query)$/;
const MAX_STATEMENT_BYTES = 200_000;

/** Listens on 127.0.0.1. @throws where the port is taken */
export async function startGate(options: GateOptions): Promise<Server> {
  const passwords = new Map([[INGEST_USER, options.password]]);
  for (const { user, password } of options.analysts) passwords.set(user, password);
  const server = createServer((incoming, response) => {
    admit(options, passwords, incoming, response).catch((error: Error) => {
      if (!response.headersSent) answer(response, 502, 210, `ClickHouse does not answer: ${error.message}`);
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return server;
}

async function admit(
  options: GateOptions,
  passwords: ReadonlyMap<string, string>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://engine');
  if (url.pathname === '/ping') return forward(options, '/ping', '', incoming, response);
  const [user, password] = credentials(incoming, url.searchParams);
  if (!same(password, passwords.get(user))) {
    return answer(response, 403, 516, `${user}: Authentication failed: unknown user or wrong password`);
  }
  for (const name of ['user', 'password']) url.searchParams.delete(name);
  if (user !== INGEST_USER) return admitAnalyst(options, user, url.searchParams, incoming, response);
  return forward(options, `/${options.secret}?${url.searchParams}`, user, incoming, response);
}

async function admitAnalyst(
  options: GateOptions,
  user: string,
  given: URLSearchParams,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (incoming.headers['content-encoding'])
    return answer(response, 400, 36, 'Send the statement uncompressed');
  const body = await statementBody(incoming);
  if (body === null) return answer(response, 413, 62, `A statement has at most ${MAX_STATEMENT_BYTES} bytes`);
  const sql = [given.get('query') ?? '', body].filter(Boolean).join('\n');
  const canonical = await canonicalQuery((text) => ask(options, text), sql);
  if (!canonical.ok) return answer(response, 400, 62, canonical.text);
  const refused = refusal(canonical.text);
  if (refused) return answer(response, 403, 497, `${user}: Not enough privileges. ${refused}`);
  const parameters = new URLSearchParams([...given].filter(([name]) => ANALYST_PARAMETERS.test(name)));
  return forward(options, `/${options.secret}?${parameters}`, user, incoming, response, sql);
}

/** User and password as ClickHouse clients give them: Basic, X-ClickHouse headers, or URL parameters. */
function credentials({ headers }: IncomingMessage, parameters: URLSearchParams): [string, string] {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '');
  if (basic) {
    const [user = '', ...password] = Buffer.from(basic[1]!, 'base64').toString().split(':');
    return [user, password.join(':')];
  }
  const named = headers['x-clickhouse-user'];
  if (named) return [String(named), String(headers['x-clickhouse-key'] ?? '')];
  return [parameters.get('user') ?? 'default', parameters.get('password') ?? ''];
}

function same(given: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

async function statementBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > MAX_STATEMENT_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

const basicHeader = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;

/** Passes a request on as `user`, and its answer back; with `body`, that instead of the request's own. */
function forward(
  { enginePort }: GateOptions,
  path: string,
  user: string,
  incoming: IncomingMessage,
  response: ServerResponse,
  body?: string,
): Promise<void> {
  const headers: Record<string, string | string[]> = {};
  for (const name of [
    'content-type',
    'content-encoding',
    'content-length',
    'accept-encoding',
    'user-agent',
  ]) {
    const value = incoming.headers[name];
    if (value !== undefined && body === undefined) headers[name] = value;
  }
  if (user) headers.authorization = basicHeader(user);
  const method = body === undefined ? incoming.method : 'POST';
  return new Promise((resolve, reject) => {
    const engine = request({ ...engineAt(enginePort), path, method, headers }, (reply) => {
      response.writeHead(reply.statusCode!, reply.headers);
      reply.pipe(response).once('close', resolve);
      reply.once('error', reject);
    });
    engine.once('error', reject);
    response.once('close', () => engine.destroy());
    if (body === undefined) incoming.pipe(engine);
    else engine.end(body);
  });
}

/** Asks the engine as the ingest user. */
function ask({ enginePort, secret }: GateOptions, sql: string): Promise<{ ok: boolean; text: string }> {
  const headers = { authorization: basicHeader(INGEST_USER) };
  return new Promise((resolve, reject) => {
    const path = `/${secret}`;
    const asked = request({ ...engineAt(enginePort), path, method: 'POST', headers }, async (reply) => {
      const chunks = await reply.toArray().catch(reject);
      if (chunks) resolve({ ok: reply.statusCode === 200, text: Buffer.concat(chunks).toString() });
    });
    asked.once('error', reject).end(sql);
  });
}

// One connection a request: idle ones would hold the engine's shutdown up for five seconds.
const engineAt = (port: number) => ({ host: '127.0.0.1', port, agent: false as const });

/** An error in ClickHouse's own form, so that its clients understand it. */
function answer(response: ServerResponse, status: number, code: number, message: string): void {
  const text = message.startsWith('Code: ')
    ? message
    : `Code: ${code}. DB::Exception: ${message}. (REFUSED)\n`;
  response.writeHead(status, { 'X-ClickHouse-Exception-Code': String(code), Connection: 'close' }).end(text);
}
