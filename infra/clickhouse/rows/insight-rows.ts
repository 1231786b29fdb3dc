/** Rows of what Doorstep said: insights with their forecast and segment parts. */
import type { SinkEntry } from '../../redis/sink-log.ts';
import {
  changedText,
  count,
  eventTime,
  type Json,
  number,
  object,
  origin,
  parsed,
  type Row,
  rawText,
  scored,
  text,
  time,
} from './values.ts';

/** One insight entry: a row of `insights`, and one each of `forecasts` and `segments` where its delta has that part. */
export function insightRows(entry: SinkEntry): { insight: Row; forecast: Row | null; segment: Row | null } {
  const wire = parsed(rawText(entry.fields.insight));
  const from = origin(entry.shard, entry.id);
  const key = {
    tenant: wire ? text(wire.tenant) : '',
    lead: text(wire?.lead) || `${entry.shard}/${entry.id}`,
    seq: count(wire?.seq) ?? 0,
    at: eventTime(wire?.at, from.received),
    ...from,
  };
  const delta = object(wire?.insightDelta) ?? {};
  const forecast = object(delta.forecast);
  const profile = object(delta.profile);
  return {
    insight: Object.assign(insightColumns(wire ?? {}, delta), key),
    forecast: forecast && Object.assign(forecastColumns(forecast), key),
    segment: profile && Object.assign(segmentColumns(profile), key),
  };
}

function insightColumns(wire: Json, delta: Json): Row {
  const cause = object(wire.cause);
  const happening = object(wire.happening);
  const intents = scored(wire.intents);
  const contact = object(delta.contact);
  const entities = list(wire.entities);
  const optOut = object(wire.optOut);
  const holdout = object(delta.nurture)?.holdout;
  return {
    event: text(wire.event),
    causeKind: text(cause?.kind),
    causeId: text(cause?.id),
    type: text(happening?.type),
    sender: text(happening?.from),
    channel: text(happening?.channel),
    activity: text(happening?.activity),
    result: text(happening?.result),
    intents: intents.ids,
    intentP: intents.ps,
    entities: entities.map((entity) => text(object(entity)?.kind)),
    optOut: text(optOut?.scope),
    optOutChannels: list(optOut?.channels).map(text),
    optOutP: number(optOut?.p),
    status: changedText(delta.status),
    attention: number(delta.attention),
    messages: count(delta.messages),
    agent: changedText(contact?.agent),
    holdout: typeof holdout === 'boolean' ? holdout : null,
    processingTimeMs: number(wire.processingTimeMs) ?? 0,
    stages: durations(wire.stages),
    delta: JSON.stringify(delta),
  };
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const durations = (stages: unknown): Record<string, number> =>
  Object.fromEntries(
    Object.entries(object(stages) ?? {}).flatMap(([stage, ms]) => {
      const spent = number(ms);
      return spent === null ? [] : [[text(stage), spent]];
    }),
  );

function forecastColumns(forecast: Json): Row {
  const quantiles = object(forecast.quantileDays) ?? {};
  const [from, to] = Array.isArray(forecast.confidenceInterval) ? forecast.confidenceInterval : [];
  return {
    kind: changedText(forecast.kind),
    pConvert: number(forecast.pConvert),
    expectedConversionDate: time(forecast.expectedConversionDate),
    medianDays: number(forecast.medianDays),
    q05: number(quantiles.q05),
    q10: number(quantiles.q10),
    q25: number(quantiles.q25),
    q75: number(quantiles.q75),
    q90: number(quantiles.q90),
    q95: number(quantiles.q95),
    intervalFrom: time(from),
    intervalTo: time(to),
    intervalLevel: number(forecast.intervalLevel),
    epistemic: number(forecast.epistemic),
    cleared: Object.keys(forecast).filter((field) => forecast[field] === null),
  };
}

function segmentColumns(profile: Json): Row {
  const secondary = scored(profile.secondarySegments);
  return {
    segment: changedText(profile.primaryMicrosegment),
    confidence: number(profile.confidenceScore),
    secondary: secondary.ids,
    secondaryP: secondary.ps,
  };
}
