/** A RESO Web API server as the intake reads it: its log of changes, and the records that changed. */
import {
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  retry,
  wrap,
} from 'cockatiel';
import {
  ENTITY_EVENT_CHECKER,
  type EntityEvent,
  type ODataPage,
  PAGE_CHECKER,
  PROPERTY_FIELDS,
  type PropertyRecord,
} from '../../schemas/reso.ts';
import type { Bearer } from './bearer.ts';
import { faultOf, ResoFault } from './fault.ts';

export interface ResoClient {
  /**
   * Events with numbers above `after` and below `before`, page by page as the server cuts them. What is no EntityEvent
   * is left out: its number is missing then.
   */
  events(range: { after: number; before?: number }, signal: AbortSignal): AsyncGenerator<EntityEvent[]>;
  /** Records as they are now, by ListingKey; without those that the feed does not show. */
  properties(keys: readonly string[], signal: AbortSignal): Promise<Map<string, PropertyRecord>>;
}

export interface ResoClientOptions {
  url: string;
  bearer: Bearer;
  /** Events a page at most. */
  top: number;
  /** Longest wait for an answer, ms. */
  callMs: number;
  /** First wait between tries, ms. */
  retryMs: number;
  /** Failures in a row that open the breaker, and how long it stays open, ms. */
  breakAfter: number;
  halfOpenMs: number;
  /** Told of every call: how it ended. */
  onCall(outcome: 'ok' | ResoFault['kind']): void;
}

/** Keys of one request: their filter must fit into an address. */
const KEYS = 50;
const TRIES = 3;
const MOST_RETRY_MS = 10_000;

/** Calls reject with a {@link ResoFault}. */
export function createResoClient(options: ResoClientOptions): ResoClient {
  const { top } = options;
  const base = options.url.replace(/\/*$/, '/');
  const get = createGet(options);

  async function* pages(first: string, signal: AbortSignal): AsyncGenerator<ODataPage['value']> {
    const seen = new Set<string>();
    for (let url: string | undefined = first; url !== undefined && !seen.has(url); ) {
      seen.add(url);
      const page: ODataPage = await get(url, signal);
      yield page.value;
      url = nextOf(page, url);
    }
  }

  async function find(keys: readonly string[], found: Map<string, PropertyRecord>, signal: AbortSignal) {
    for (let i = 0; i < keys.length; i += KEYS) {
      const quoted = keys.slice(i, i + KEYS).map((key) => `'${key.replaceAll("'", "''")}'`);
      const query = { $filter: `ListingKey in (${quoted.join(',')})`, $select: PROPERTY_FIELDS.join(',') };
      for await (const records of pages(`${base}Property?${odata(query)}`, signal))
        for (const record of records) found.set(String(record.ListingKey), record);
    }
  }

  return {
    async *events({ after, before }, signal) {
      const end = before === undefined ? '' : ` and EntityEventSequence lt ${before}`;
      const query = {
        ...{ $filter: `EntityEventSequence gt ${after}${end}`, $orderby: 'EntityEventSequence asc' },
        $top: String(top),
      };
      for await (const page of pages(`${base}EntityEvent?${odata(query)}`, signal))
        yield page.filter((event): event is EntityEvent => ENTITY_EVENT_CHECKER.is(event));
    },
    async properties(keys, signal) {
      const found = new Map<string, PropertyRecord>();
      await find(keys, found, signal);
      const absent = keys.filter((key) => !found.has(key));
      // Absent means deleted, and that is told to leads: one answer that came short is not enough.
      if (absent.length) await find(absent, found, signal);
      return found;
    },
  };
}

/** `%20` and not `+`, which OData takes for a plus. */
const odata = (query: Record<string, string>): string =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

/** The token goes to no other host, whatever the server says. */
function nextOf({ '@odata.nextLink': link }: ODataPage, from: string): string | undefined {
  if (link === undefined) return undefined;
  const next = URL.canParse(link, from) ? new URL(link, from) : undefined;
  if (next?.origin === new URL(from).origin) return next.href;
  throw new ResoFault(
    'refused',
    'its nextLink leads to another host. Set RESO_URL to that one if it is right',
  );
}

type Get = (url: string, signal: AbortSignal) => Promise<ODataPage>;

function createGet(options: ResoClientOptions): Get {
  const faulty = handleWhen((error) => error instanceof ResoFault && error.kind === 'away');
  const again = retry(faulty, {
    maxAttempts: TRIES - 1,
    backoff: new ExponentialBackoff({ initialDelay: options.retryMs, maxDelay: MOST_RETRY_MS }),
  });
  const breaker = circuitBreaker(faulty, {
    halfOpenAfter: options.halfOpenMs,
    breaker: new ConsecutiveBreaker(options.breakAfter),
  });
  const policy = wrap(again, breaker);
  return (url, signal) =>
    policy
      .execute(({ signal: until }) => getOnce(options, url, until), signal)
      .catch((error) => {
        if (isBrokenCircuitError(error)) throw new ResoFault('away', 'it failed too often; resting');
        throw error;
      });
}

async function getOnce(options: ResoClientOptions, url: string, signal: AbortSignal): Promise<ODataPage> {
  try {
    const page = await authorized(
      options,
      url,
      AbortSignal.any([signal, AbortSignal.timeout(options.callMs)]),
    );
    options.onCall('ok');
    return page;
  } catch (error) {
    const fault = error instanceof ResoFault ? error : awayBy(error as Error);
    options.onCall(fault.kind);
    throw fault;
  }
}

const awayBy = ({ name, cause }: Error): ResoFault =>
  new ResoFault('away', `no answer (${(cause as NodeJS.ErrnoException | undefined)?.code ?? name})`);

/** A token that is not taken is fetched anew, once. */
async function authorized(
  { bearer }: ResoClientOptions,
  url: string,
  signal: AbortSignal,
): Promise<ODataPage> {
  const token = await bearer.token(signal);
  const answer = await ask(url, token, signal);
  if (answer.status !== 401 || !bearer.forget(token)) return read(answer, url);
  await answer.body?.cancel();
  return read(await ask(url, await bearer.token(signal), signal), url);
}

const ask = (url: string, token: string, signal: AbortSignal): Promise<Response> =>
  fetch(url, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    redirect: 'manual',
    signal,
  });

async function read(answer: Response, url: string): Promise<ODataPage> {
  const what = new URL(url).pathname;
  const fault = faultOf(answer, what);
  if (fault) {
    await answer.body?.cancel();
    throw fault;
  }
  const value: unknown = await answer.json();
  if (PAGE_CHECKER.is(value)) return value;
  throw new ResoFault('away', `${what}: the answer is no OData collection`);
}
