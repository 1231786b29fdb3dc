/** The gateway: HTTP and sockets over one store, until the signal aborts. */
import { CLOSE, MAX_BODY_BYTES, PROTOCOL, SOCKET_PATH } from '../../schemas/limits.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { runTogether } from '../run-together.ts';
import { failure, unavailable } from './answers.ts';
import type { Claims, Tokens } from './auth.ts';
import type { HookDeps } from './hooks.ts';
import { createHub, type Hub, POSITION_MS } from './hub.ts';
import { slowDown } from './intake.ts';
import type { LeadNodes } from './lead-nodes.ts';
import { createSettingsTeller } from './nurture-settings.ts';
import type { NurtureStore } from './nurture-store.ts';
import { createPictures, type Picture } from './pictures.ts';
import { createPressureGauge } from './pressure.ts';
import { createRouter, type Router } from './router.ts';
import { createRoutes, type IntakeRules } from './routes.ts';
import { createSession, type Session } from './session.ts';
import { type GatewayStore, StoreAway, StoreFull, type TailListener } from './store.ts';
import type { Endpoint, HttpAnswer, Listen, Socket } from './transport.ts';
import { createUpgrade } from './upgrade.ts';
import { createViews, type ReadInsight } from './views.ts';

export interface GatewayDeps {
  config: Pick<
    Config,
    'host' | 'port' | 'maxLag' | 'maxMemoryPercent' | 'maxConnections' | 'slowClientBytes' | 'allowedOrigins'
  >;
  store: GatewayStore;
  nodes: LeadNodes;
  nurture: NurtureStore;
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

/** Rejects when it cannot listen; otherwise runs until aborted, whatever the store does. */
export async function serveGateway(deps: GatewayDeps, signal: AbortSignal): Promise<void> {
  const { config, store, log, metrics } = deps;
  const hub = createHub(metrics);
  const views = createViews(store, deps.readInsight);
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
  const readiness = () => ({ redis: store.reachable(), tail: hub.epoch() !== null });
  const router = createRouter(createRoutes({ ...deps, views, pictures, pressure, readiness }), deps.tokens);
  const sessions = new Set<Session>();
  const endpoint: Endpoint<Visitor> = {
    ...socketHandlers(deps, hub, { store, views, nodes: deps.nodes }, sessions),
    request: (request) => answered(router, request, deps),
    upgrade: visitorUpgrade(deps, () => Object.values(readiness()).every(Boolean)),
  };
  const listening = await deps.listen(
    {
      ...{ host: config.host, port: config.port, socketPath: SOCKET_PATH, protocol: PROTOCOL },
      ...{ maxBodyBytes: MAX_BODY_BYTES, maxMessageBytes: 64 * 1024 },
    },
    endpoint,
  );
  log.info({ port: listening.port }, 'gateway listens');
  deps.onListening?.(listening.port);
  const positions = setInterval(hub.tellPositions, POSITION_MS);
  try {
    const tail = (until: AbortSignal) => store.tail(both(hub, pictures), until);
    await runTogether(tail, pressure.run, pictures.run, settings)(signal);
  } finally {
    clearInterval(positions);
    for (const session of sessions) session.close(CLOSE.restarting, 'the gateway stops');
    await listening.close();
  }
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

function visitorUpgrade(
  { tokens, config, log }: GatewayDeps,
  ready: () => boolean,
): Endpoint<Visitor>['upgrade'] {
  const upgrade = createUpgrade({ tokens, allowedOrigins: config.allowedOrigins, ready });
  return async (head) => {
    const verdict = await upgrade(head).catch((error) => excuse(error, log));
    return 'status' in verdict ? verdict : { user: { claims: verdict.user } };
  };
}

function socketHandlers(
  { config, log, metrics }: GatewayDeps,
  hub: Hub,
  parts: Pick<Parameters<typeof createSession>[2], 'store' | 'views' | 'nodes'>,
  sessions: Set<Session>,
): Pick<Endpoint<Visitor>, 'open' | 'message' | 'drain' | 'close'> {
  const open = new Map<string, number>();
  const count = (tenant: string, by: number) => {
    const now = (open.get(tenant) ?? 0) + by;
    if (now) open.set(tenant, now);
    else open.delete(tenant);
    metrics.sockets.set(sessions.size);
    return now;
  };
  const onError = (err: unknown) => log.error({ err }, 'serving a socket failed');
  return {
    open(socket: Socket<Visitor>) {
      const { claims } = socket.user;
      const { slowClientBytes } = config;
      const session = createSession(socket, claims, { ...parts, hub, metrics, slowClientBytes, onError });
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
