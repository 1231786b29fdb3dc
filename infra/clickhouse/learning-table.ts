/** Judged forecasts in ClickHouse: written as they become known, read back tenant by tenant. */
import type { ForecastFact } from '../../schemas/forecast-facts.ts';
import type { JudgedForecast, Landmark } from '../../schemas/judged-forecast.ts';
import type { Clickhouse } from './connect.ts';
import type { Row } from './rows/values.ts';
import { DATABASE } from './tables.ts';

/** As many of the newest forecasts of a tenant are read back; older ones have had their say. */
const MOST_READ = 200_000;

/** Writes them with the effect of once: the key of a row is the forecast, and the latest knowledge of it wins. */
export async function insertJudged(clickhouse: Clickhouse, judged: readonly JudgedForecast[]): Promise<void> {
  if (judged.length === 0) return;
  await clickhouse.insert({
    table: `${DATABASE}.learning`,
    values: judged.map(rowOf),
    format: 'JSONEachRow',
  });
}

function rowOf({ forecast, ...judged }: JudgedForecast): Row {
  const { version, p, ...numbers } = forecast;
  const [p30, p60, p90, p180, pConvert] = p;
  return { ...judged, model: version, p30, p60, p90, p180, pConvert, ...numbers };
}

/** Tenants that have forecasts. */
export async function judgedTenants(clickhouse: Clickhouse): Promise<string[]> {
  const query = `SELECT DISTINCT tenant FROM ${DATABASE}.learning ORDER BY tenant`;
  const rows = await (await clickhouse.query({ query, format: 'JSONEachRow' })).json<{ tenant: string }>();
  return rows.map(({ tenant }) => tenant);
}

type StoredRow = Omit<JudgedForecast, 'forecast' | 'since' | 'at'> &
  Omit<ForecastFact, 'version' | 'p'> & { model: string; p: number[]; sinceMs: string; atMs: string };

/** The newest forecasts of a tenant, oldest first. */
export async function readJudged(clickhouse: Clickhouse, tenant: string): Promise<JudgedForecast[]> {
  const query = `
    SELECT tenant, lead, seq, landmark, model, served, calibration, stage, segment, kind, raw,
      [p30, p60, p90, p180, pConvert] AS p, q05, q10, q90, q95, medianDays, result, days, knownBy,
      toUnixTimestamp64Milli(since) AS sinceMs, toUnixTimestamp64Milli(at) AS atMs
    FROM ${DATABASE}.learning FINAL
    WHERE tenant = {tenant:String}
    ORDER BY at DESC, lead, seq, landmark, model
    LIMIT ${MOST_READ}`;
  const answer = await clickhouse.query({ query, query_params: { tenant }, format: 'JSONEachRow' });
  return (await answer.json<StoredRow>()).map(judgedOf).reverse();
}

function judgedOf(row: StoredRow): JudgedForecast {
  const { tenant, lead, seq, landmark, knownBy, stage, segment, served, result, days } = row;
  const { model: version, calibration, kind, p, raw, q05, q10, q90, q95, medianDays } = row;
  return {
    ...{ tenant, lead, landmark: landmark as Landmark, seq, knownBy },
    ...{ since: Number(row.sinceMs), at: Number(row.atMs), stage, segment, served },
    forecast: { version, calibration, kind, p, raw, q05, q10, q90, q95, medianDays },
    ...{ result, days },
  };
}
