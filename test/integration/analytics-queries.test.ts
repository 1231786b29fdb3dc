/** Every named query, as an analyst runs it, on the rows of a sink. */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clickhouse, connectClickhouse } from '../../infra/clickhouse/connect.ts';
import { namedQueries } from '../../infra/clickhouse/named-queries.ts';
import { writeTraffic } from './analytics-traffic.ts';
import { type AnalyticsWorld, startAnalyticsWorld } from './analytics-world.ts';

let world: AnalyticsWorld;
let analyst: Clickhouse;
beforeAll(async () => {
  world = await startAnalyticsWorld();
  analyst = connectClickhouse({ url: world.clickhouse.url, ...world.clickhouse.analysts[0]! });
  await writeTraffic(world.connection.client, { leads: 40, last: 12 });
  world.sink();
  world.sink({ log: world.logs.market });
  await world.settled();
});
afterAll(async () => {
  await analyst.close();
  await world.stop();
});

const files = readdirSync(new URL('../../infra/clickhouse/queries/', import.meta.url));
const run = async (name: string) => {
  const { sql } = (await namedQueries()).find((query) => query.name === name)!;
  const answer = await analyst.query({
    query: sql.replace(/;\s*$/, ''),
    query_params: { lead: 'lead 2', area: 'Austin' },
    format: 'JSONEachRow',
  });
  return answer.json<Record<string, unknown>>();
};

describe('named queries', () => {
  it('each say what they answer', async () => {
    for (const { name, question } of await namedQueries())
      expect(question, name).toMatch(/^[A-Z].{20,}[?.]$/);
  });

  // Nobody has been silent for two weeks here, so that one answers with nothing; it is asked again below.
  it.each(files.filter((file) => file !== 'silent-leads.sql'))('%s finds rows', async (file) => {
    expect(await run(file.replace('.sql', ''))).not.toEqual([]);
  });

  it('count the funnel of the analyst’s own leads', async () => {
    const funnel = await run('funnel-by-segment');
    const sum = (column: string) => funnel.reduce((total, row) => total + Number(row[column]), 0);
    // 20 of 40 leads are this tenant's; each books a showing; every sixth of all converts.
    expect([sum('seen'), sum('answered'), sum('showing'), sum('converted')]).toEqual([20, 20, 20, 7]);
  });

  it('name who opted out, and of what', async () => {
    const said = await run('opt-outs');
    expect(said).toHaveLength(20);
    expect(said[0]).toMatchObject({ scope: 'channel', channels: ['sms'], p: 0.9 });
  });

  it('time answers from the lead’s message to the agent’s', async () => {
    const [ann] = await run('agent-response-time');
    expect(ann).toMatchObject({ who: 'ann', medianMinutes: 7, p90Minutes: 7 });
  });

  it('name leads that went silent', async () => {
    expect(await run('silent-leads')).toEqual([]);
    const long = Date.now() - 20 * 86_400_000;
    await world.client.insert({
      table: 'analytics.events',
      values: [
        { tenant: 'main', lead: 'quiet', id: '1', type: 'message', sender: 'lead', at: long, received: long },
      ],
      format: 'JSONEachRow',
    });
    expect(await run('silent-leads')).toMatchObject([{ lead: 'quiet', silentDays: 20 }]);
  });
});
