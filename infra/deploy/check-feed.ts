/** How the feed of the MLS stands: whether its server answers, and how far the intake has come. */
import type { Config } from '../config.ts';
import { connectRedis } from '../redis/connect.ts';
import { readIntakeReport } from '../redis/intake-store.ts';
import { createBearer } from '../reso/bearer.ts';
import { createResoClient } from '../reso/client.ts';
import { type Check, missing, ok, warning } from './check.ts';

const WAIT_MS = 3000;
const SERVER = 'RESO server at RESO_URL';
const INTAKE = 'market intake';

/** Never rejects: what cannot be looked at is a finding. */
export async function checkFeed(config: Config): Promise<Check[]> {
  if (!config.resoUrl) return [ok(INTAKE, 'off; RESO_URL names a feed')];
  return Promise.all([checkServer(config), checkPlace(config)]);
}

async function checkServer(config: Config): Promise<Check> {
  const client = createResoClient({
    ...{ url: config.resoUrl, bearer: createBearer(config), top: 1, callMs: WAIT_MS, retryMs: 0 },
    ...{ breakAfter: 1, halfOpenMs: WAIT_MS, onCall: () => {} },
  });
  try {
    const signal = AbortSignal.timeout(WAIT_MS);
    for await (const [first] of client.events({ after: 0 }, signal))
      return ok(SERVER, first ? `answers; its log begins at ${first.EntityEventSequence}` : 'answers');
    return ok(SERVER, 'answers');
  } catch (error) {
    return warning(SERVER, (error as Error).message, 'Check RESO_URL and its token; the intake tries again');
  }
}

async function checkPlace(config: Config): Promise<Check> {
  if (!config.redisUrl) return ok(INTAKE, 'set; REDIS_URL of what runs would tell how far it is');
  const redis = connectRedis(config.redisUrl);
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('Redis does not answer')), WAIT_MS).unref();
  });
  try {
    const asked = readIntakeReport(redis, config.resoTenant, config.resoSource);
    return told(await Promise.race([asked, late]), config.resoPollSeconds * 1000);
  } catch (error) {
    return missing(INTAKE, (error as Error).message, 'Check REDIS_URL');
  } finally {
    redis.close();
  }
}

function told({ place, at, problem }: Awaited<ReturnType<typeof readIntakeReport>>, pollMs: number): Check {
  if (!at)
    return warning(INTAKE, 'has not looked yet', 'Run `doorstep start --role intake` with these settings');
  const ago = `${Math.round((Date.now() - at) / 1000)} s ago`;
  const { sequence = 0, gaps = [], lost = { count: 0 } } = place ? JSON.parse(place) : {};
  const stands = `at number ${sequence}, ${gaps.length} gaps open, ${lost.count} numbers given up; looked ${ago}`;
  if (problem) return warning(INTAKE, `${stands}; ${problem}`, 'See its log; it tries again by itself');
  if (Date.now() - at > 3 * pollMs + WAIT_MS)
    return warning(INTAKE, stands, 'It looks no more: see whether its process runs');
  return ok(INTAKE, stands);
}
