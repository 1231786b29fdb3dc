/** The gateway: HTTP and sockets over one store, until the signal aborts. */
import type { Competitor } from '../../schemas/competition.ts';
import { CLOSE, MAX_BODY_BYTES, PROTOCOL, SOCKET_PATH } from '../../schemas/limits.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { runTogether } from '../run-together.ts';
import { failure, unavailable } from './answers.ts';
import type { Claims, Tokens } from './auth.ts';
import type { CompetitionAnalytics } from './competition-analytics.ts';
import type { ComposeAnalysis } from './competition-routes.ts';
import type { CompetitionStore } from './competition-store.ts';
import { createRegistryTeller } from './competitor-registry.ts';
import { drainSessions } from './drain.ts';
import { createFrameBudget } from './frame-budget.ts';
import type { HookDeps } from './hooks.ts';
import { createHub, POSITION_MS } from './hub.ts';
import { slowDown } from './intake.ts';
import type { LeadNodes } from './lead-nodes.ts';
import { createSettingsTeller } from './nurture-settings.ts';
import type { NurtureStore } from './nurture-store.ts';
import { createOpenAlerts } from './open-alerts.ts';
import { createPictures, type Picture } from './pictures.ts';
import { createPresence } from './presence.ts';
import { createPressureGauge } from './pressure.ts';
import { createRouter, type Router } from './router.ts';
import { createRoutes, type IntakeRules } from './routes.ts';
import { createSession, type Session, type SessionDeps } from './session.ts';
import { type Feed, type GatewayStore, StoreAway, StoreFull, type TailListener } from './store.ts';
import type { Endpoint, HttpAnswer, Listen, Socket } from './transport.ts';
import { createUpgrade } from './upgrade.ts';
import { createViews, type ReadInsight, type ReadSnapshot } from './views.ts';

/** What the largest body may take to come: at 1 MiB, some 35 KB/s. */
const REQUEST_MS = 30_000;

export interface GatewayDeps {
  config: Pick<
    Config,
    | 'host'
    | 'port'
    | 'maxLag'
    | 'maxMemoryPercent'
    | 'maxConnections'
    | 'maxFrames'
    | 'drainMs'
    | 'slowClientBytes'
    | 'allowedOrigins'
  >;
  store: GatewayStore;
  nodes: LeadNodes;
  nurture: NurtureStore;
  competition: CompetitionStore;
  analytics: CompetitionAnalytics;
  /** Competitors that every brokerage knows. */
  known: readonly Competitor[];
  composeAnalysis: ComposeAnalysis;
  tokens: Tokens;
  listen: Listen;
  log: Log;
  metrics: Metrics;
  /** Metrics of the fleet in Prometheus' text format. */
  exposition(): Promise<string>;
  rules: IntakeRules;
  hooks: HookDeps;
  readInsight: ReadInsight;
  pictures: { create(): Picture; mostLeads: number };
  documents: { openapi: object; asyncapi: object };
  consoleDir: string;
  /** Called once it takes requests. */
  onListening?(port: number): void;
}

/** Rejects when it cannot listen; otherwise runs until aborted, whatever the store does, and drains then. */
export async function serveGateway(deps: GatewayDeps, signal: AbortSignal): Promise<void> {
  const { config, store, log, metrics } = deps;
  const hubs = { insights: createHub('insights', metrics), alerts: createHub('alerts', metrics) };
  const views = createViews(store, deps.readInsight);
  const openAlerts = createOpenAlerts(deps);
  const presence = createPresence(deps.competition);
  const snapshot: ReadSnapshot = (tenant, topic) =>
    topic.kind === 'alerts' ? openAlerts.snapshot(tenant, topic.agent) : views.snapshot(tenant, topic);
  const pressure = createPressureGauge(store, config, (err) =>
    log.error({ err }, 'reading the pressure failed'),
  );
  const pictures = createPictures(store, {
    ...deps.pictures,
    onError: (err) => log.error({ err }, 'reading leads for their picture failed'),
  });
  const settings = createSettingsTeller(deps.nurture, (err) =>
    log.error({ err }, 'telling the shards their settings failed'),
  );
  const competitors = createRegistryTeller(deps, (err) =>
    log.error({ err }, 'telling the shards their competitors failed'),
  );
  const tailing = () => Object.values(hubs).every((hub) => hub.epoch() !== null);
  const readiness = () => ({ redis: store.reachable(), tail: tailing(), staying: !signal.aborted });
  const routes = createRoutes({ ...deps, views, openAlerts, pictures, pressure, readiness });
  const router = createRouter(routes, deps.tokens);
  const sessions = new Set<Session>();
  const endpoint: Endpoint<Visitor> = {
    ...socketHandlers(deps, { store, nodes: deps.nodes, views, snapshot, hubs, presence }, sessions),
    request: (request) => answered(router, request, deps),
    upgrade: visitorUpgrade(deps, () => Object.values(readiness()).every(Boolean)),
  };
  const listening = await deps.listen(
    {
      ...{ host: config.host, port: config.port, socketPath: SOCKET_PATH, protocol: PROTOCOL },
      ...{ maxBodyBytes: MAX_BODY_BYTES, maxMessageBytes: 64 * 1024, requestMs: REQUEST_MS },
    },
    endpoint,
  );
  log.info({ port: listening.port }, 'gateway listens');
  deps.onListening?.(listening.port);
  const positions = setInterval(() => {
    for (const hub of Object.values(hubs)) hub.tellPositions();
  }, POSITION_MS);
  try {
    const tail = (feed: Feed, listener: TailListener) => (until: AbortSignal) =>
      store.tail(feed, listener, until);
    await runTogether(
      ...[tail('insights', both(hubs.insights, pictures)), tail('alerts', hubs.alerts)],
      ...[pressure.run, pictures.run, presence.run, settings, competitors],
    )(afterDrain(sessions, config.drainMs, signal));
  } finally {
    clearInterval(positions);
    for (const session of sessions) session.restart();
    await listening.close();
  }
}

/** Aborts once the signal has, and every socket has left or had its time. */
function afterDrain(sessions: ReadonlySet<Session>, drainMs: number, signal: AbortSignal): AbortSignal {
  const drained = new AbortController();
  const drain = () => void drainSessions(sessions, drainMs).then(() => drained.abort());
  if (signal.aborted) drain();
  else signal.addEventListener('abort', drain, { once: true });
  return drained.signal;
}

/** Sockets hear first: they are waited for. */
const both = (first: TailListener, second: TailListener): TailListener => ({
  reset(epoch, positions) {
    first.reset(epoch, positions);
    second.reset(epoch, positions);
  },
  entries(entries) {
    first.entries(entries);
    second.entries(entries);
  },
});

/** Who is on a socket; the session is made when it opens. */
interface Visitor {
  claims: Claims;
  session?: Session;
}

function visitorUpgrade({ tokens, config }: GatewayDeps, ready: () => boolean): Endpoint<Visitor>['upgrade'] {
  const upgrade = createUpgrade({ tokens, allowedOrigins: config.allowedOrigins, ready });
  return (head) => {
    const verdict = upgrade(head);
    return 'status' in verdict ? verdict : { user: { claims: verdict.user } };
  };
}

function socketHandlers(
  { config, log, metrics }: GatewayDeps,
  parts: Pick<SessionDeps, 'store' | 'nodes' | 'views' | 'snapshot' | 'hubs' | 'presence'>,
  sessions: Set<Session>,
): Pick<Endpoint<Visitor>, 'open' | 'message' | 'drain' | 'close'> {
  const open = new Map<string, number>();
  const frames = createFrameBudget(config.maxFrames);
  const count = (tenant: string, by: number) => {
    const now = (open.get(tenant) ?? 0) + by;
    if (now) open.set(tenant, now);
    else {
      open.delete(tenant);
      frames.forget(tenant);
    }
    metrics.sockets.set(sessions.size);
    return now;
  };
  const onError = (err: unknown) => log.error({ err }, 'serving a socket failed');
  return {
    open(socket: Socket<Visitor>) {
      const { claims } = socket.user;
      const { slowClientBytes } = config;
      const session = createSession(socket, claims, { ...parts, metrics, frames, slowClientBytes, onError });
      socket.user.session = session;
      sessions.add(session);
      if (count(claims.tenant, 1) > config.maxConnections) {
        session.close(CLOSE.tooMany, `more than ${config.maxConnections} sockets of one tenant`);
      }
    },
    message: (socket, bytes) => socket.user.session?.message(bytes),
    drain: (socket) => socket.user.session?.drain(),
    close({ user: { session, claims } }) {
      if (!session || !sessions.delete(session)) return;
      session.end();
      count(claims.tenant, -1);
    },
  };
}

async function answered(
  router: Router,
  request: Parameters<Router>[0],
  { log, metrics }: Pick<GatewayDeps, 'log' | 'metrics'>,
): Promise<HttpAnswer> {
  let pattern = 'failed';
  let answer: HttpAnswer;
  try {
    ({ pattern, answer } = await router(request));
  } catch (error) {
    answer = excuse(error, log);
  }
  metrics.requests.inc({ route: pattern, status: String(answer.status) });
  return answer;
}

/** An outage has its own answer; anything else is a bug, told to the log and not to the client. */
function excuse(error: unknown, log: Log): HttpAnswer {
  if (error instanceof StoreAway) return unavailable();
  if (error instanceof StoreFull) return slowDown('The store is full', 5);
  log.error({ err: error }, 'a request failed');
  return failure({
    status: 500,
    code: 'internal',
    message: 'The gateway failed on this request',
    fix: 'Send it again; if it fails again, tell the operator when it was',
  });
}
