import { describe, expect, it } from 'vitest';
import { createMemoryShardLog } from '../../../infra/memory/shard-log.ts';
import { createDrain } from '../../../infra/runtime/drain.ts';
import { calibrate } from '../../../models/learning/calibration.ts';
import { createLeadsFlow } from '../../../pipelines/leads.ts';
import { createAdoptModel } from '../../../processors/adopt-model.ts';
import type { ShardWide } from '../../../processors/shard-wide.ts';
import type { Outcome, Worked } from '../../../schemas/flow.ts';
import type { ForecastFacts } from '../../../schemas/forecast-facts.ts';
import {
  foldInsight,
  fullInsight,
  type PackedView,
  type WireInsight,
} from '../../../schemas/insight-wire.ts';
import type { ModelEvent } from '../../../schemas/system-event.ts';
import { withChallenger } from './fake-challenger.ts';
import { fakeJudges } from './fake-judges.ts';
import { createPlayer, insightsOf, NOW, outputsTo } from './play.ts';

const decision = (fields: Partial<ModelEvent>): ModelEvent => ({
  ...{ id: 'm', tenant: 'main', lead: '*', at: NOW, type: 'model', model: 'forecast' },
  ...{ change: 'promote', version: 'f2', calibration: null },
  ...fields,
});

describe('a decision on models', () => {
  const adopt = createAdoptModel(['f1', 'f2']);
  const after = (...decisions: Partial<ModelEvent>[]): ShardWide | undefined =>
    decisions.reduce<ShardWide | undefined>(
      (known, d) => stateOf(adopt(known, decision(d))) ?? known,
      undefined,
    );
  const stateOf = (outcome: Outcome<Worked<ShardWide>>) =>
    outcome.kind === 'pass' ? outcome.value.state : undefined;

  it('promotes, remembering what served, and rolls back to it', () => {
    const promoted = after({});
    expect(promoted!.tenants.main!.models).toEqual({
      now: { version: 'f2', calibration: null },
      since: NOW,
      before: [{ version: 'f1', calibration: null }],
    });
    const back = after({}, { change: 'rollback', version: 'f1' });
    expect(back!.tenants.main!.models).toMatchObject({ now: { version: 'f1' }, before: [] });
  });

  it('calibrates only what serves, and is no step to roll back', () => {
    const calibration = { id: 'c1', slope: 1.5, offset: -0.2 };
    expect(after({ change: 'calibrate', version: 'f1', calibration })!.tenants.main!.models).toMatchObject({
      now: { version: 'f1', calibration },
      before: [],
    });
    expect(adopt(undefined, decision({ change: 'calibrate', version: 'f2', calibration })).kind).toBe('drop');
  });

  it('is refused for a version nobody loaded, and touches no other tenant', () => {
    expect(adopt(undefined, decision({ version: 'f9' }))).toMatchObject({ kind: 'reject', step: 'adopt' });
    expect(Object.keys(after({}, { tenant: 'other' })!.tenants)).toEqual(['main', 'other']);
  });
});

describe('what serves', () => {
  const judges = withChallenger('f2');

  async function tell(events: object[], by = judges) {
    const log = createMemoryShardLog('leads', 1, () => NOW);
    const drain = await createDrain(createLeadsFlow(by, { shards: 1 }), log, { mirror: async () => {} });
    for (const event of events) log.put(0, Buffer.from(JSON.stringify(event)), { ms: NOW });
    await drain.drain();
    let view: PackedView | undefined;
    return log.shard(0).streams.insights.map(({ fields }) => {
      const wire = JSON.parse(String(fields.insight)) as WireInsight;
      view = foldInsight(view, wire);
      return { insight: fullInsight(view!, wire), facts: JSON.parse(String(fields.facts)) as ForecastFacts };
    });
  }
  const says = (id: string) => ({
    id,
    lead: 'ana',
    at: NOW,
    type: 'message',
    from: 'lead',
    channel: 'sms',
    text: 'hi',
  });

  it('is told to agents, and the other one in its shadow to nobody but the record', async () => {
    const told = await tell([says('a'), decision({}), says('b')]);
    expect(told.map(({ insight }) => insight.models.forecast)).toEqual(['f1', 'f2']);
    expect(told.map(({ facts }) => facts.forecasts.map(({ version }) => version))).toEqual([
      ['f1', 'f2'],
      ['f2', 'f1'],
    ]);
    for (const { insight, facts } of told)
      expect(insight.forecast.pConvert).toBeCloseTo(facts.forecasts[0]!.p.at(-1)!, 3);
  });

  it('makes no difference to agents while it is in the shadow', async () => {
    const events = [says('a'), says('b')];
    const [alone, both] = await Promise.all([tell(events, fakeJudges), tell(events)]);
    const shown = ({ insight }: (typeof both)[number]) => ({ ...insight, processingTimeMs: 0, stages: {} });
    expect(both.map(shown)).toEqual(alone.map(shown));
  });

  it('is calibrated by the numbers in the event: the curve, the decay, the reasons', async () => {
    const calibration = { id: 'c1', slope: 2, offset: -0.5 };
    const [plain, changed] = await Promise.all([
      tell([says('a'), says('b')]),
      tell([says('a'), decision({ change: 'calibrate', version: 'f1', calibration }), says('b')]),
    ]);
    const [before, after] = [plain[1]!.insight, changed[1]!.insight];
    expect(after.models.calibration).toBe('c1');
    expect(after.forecast.pConvert).toBeCloseTo(calibrate(before.forecast.pConvert, calibration), 3);
    expect(after.forecast.quantileDays).toEqual(before.forecast.quantileDays);
    expect(after.forecast.decayCurve[0]).toBeCloseTo(
      calibrate(before.forecast.decayCurve[0]!, calibration),
      3,
    );
    const weight = (of: typeof after, id: string) =>
      [...of.forecast.reasons, ...of.forecast.riskFactors].find((reason) => reason.id === id)!.weight;
    expect(weight(after, 'lead_messages')).toBeCloseTo(2 * weight(before, 'lead_messages'), 5);
    expect(changed[1]!.facts.forecasts[0]!.raw).toBe(plain[1]!.facts.forecasts[0]!.raw);
  });

  it('ends with the outcome, which the record hears of', async () => {
    const end = { id: 'z', lead: 'ana', at: NOW, type: 'outcome', result: 'converted' };
    const told = await tell([says('a'), end]);
    expect(told[1]!.facts).toMatchObject({ status: 'converted', forecasts: [], seq: 2 });
  });

  it('remembers in its own slot, and one that came late is not compared, and does not serve', async () => {
    const alone = createPlayer(createLeadsFlow(fakeJudges, { shards: 1 }));
    await alone.play([says('a')]);
    const both = createPlayer(createLeadsFlow(judges, { shards: 1 }));
    both.states.set('main/ana', alone.states.get('main/ana')!);
    const late = outputsTo(await both.play([says('b'), says('c')]), 'insights');
    expect(both.states.get('main/ana')!.shadow).toEqual({
      ...{ version: 'f2', whole: false },
      memory: Float64Array.of(2),
    });
    expect(both.states.get('main/ana')!.forecast).toEqual(Float64Array.of(3));
    expect(late.map(({ facts }) => (facts as ForecastFacts).forecasts.length)).toEqual([1, 1]);
    const events = [decision({}), says('d')];
    expect(insightsOf(await both.play(events))[0]!.insightDelta.models).toBeUndefined(); // still f1
    const gone = createPlayer(createLeadsFlow(fakeJudges, { shards: 1 }));
    gone.states.set('main/ana', both.states.get('main/ana')!);
    await gone.play([says('e')]);
    expect(gone.states.get('main/ana')!.shadow).toBeNull();
  });
});
