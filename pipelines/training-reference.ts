/**
 * What a forecast and the segments say of the leads it was trained on, at the age at which those who come later are
 * compared with them. The forecast has seen these leads, so it is a little surer of them than of others.
 */
import { runningFeatures } from '../models/features/running-features.ts';
import { loadEnsemble } from '../models/forecast/ensemble-artefact.ts';
import { predictAt } from '../models/forecast/predict-history.ts';
import type { Moment, Readers } from '../models/forecast/replay-history.ts';
import { loadForecastJudge } from '../models/forecast/served.ts';
import type { History } from '../models/history/history.ts';
import type { Judges } from '../models/judges.ts';
import {
  POPULATION_DAY,
  referenceOf,
  type TrainingReference,
} from '../models/learning/training-reference.ts';
import { createBeginTurn } from '../processors/begin-turn.ts';
import { chain } from '../processors/chain.ts';
import type { Beginnings, StateView } from '../processors/lead-state.ts';
import { createObserveFeatures } from '../processors/observe-features.ts';
import { createReadMessage } from '../processors/read-message.ts';
import { DEFAULT_TENANT } from '../processors/receipt.ts';
import { recordFacts } from '../processors/record-facts.ts';
import { createScoreIntents } from '../processors/score-intents.ts';
import { createScoreSegments } from '../processors/score-segments.ts';
import type { LeadWork, ProfileTurn } from '../processors/turn.ts';
import { leadKey } from '../schemas/shards.ts';
import { type Replayed, replayLeads } from './replay-leads.ts';

/** Who reads the texts of the history, and what segments its leads are in. */
export type ReferenceReaders = Readers & Pick<Judges, 'segments'>;

const DAY = 86_400_000;
/** A tick finds a lead past the day some time within the next. */
const AGE = (POPULATION_DAY + 0.5) * DAY;

/**
 * Null where no lead of the history was followed for so long. The backend must be open.
 *
 * @param folder of the trained forecast, with a trailing slash
 */
export async function trainingReference(
  folder: URL,
  readers: ReferenceReaders,
  history: History,
): Promise<TrainingReference | null> {
  const moments = momentsOf(history);
  if (moments.length === 0) return null;
  const judges = { ...readers, features: runningFeatures, forecast: loadForecastJudge(folder) };
  const segments = await segmentsAt(judges, history, moments);
  const forecasts = predictAt(loadEnsemble(folder), history, readers, moments);
  return referenceOf(forecasts.map(({ pConvert }, i) => ({ pConvert, segment: segments[i]! })));
}

/** The moment of each lead that was open and in sight then. */
function momentsOf({ leads, events, fates }: History): Moment[] {
  const since = new Map<number, number>();
  for (const { lead, at } of events) if (!since.has(lead)) since.set(lead, at);
  return [...leads.keys()].flatMap((lead) => {
    const at = since.get(lead)! + AGE;
    return at < fates[lead]!.at ? [{ lead, at }] : [];
  });
}

/** The segments that the leads were treated as, by the chain's own steps, after a day in silence. */
async function segmentsAt(
  judges: ReferenceReaders & Beginnings,
  history: History,
  moments: readonly Moment[],
): Promise<string[]> {
  const steps = chain<LeadWork>()
    .each(createBeginTurn(judges))
    .each(recordFacts)
    .each(createReadMessage(judges.readText))
    .wave(createScoreIntents(judges.intents))
    .each((turn) => ({ ...turn, optOut: undefined }))
    .each(createObserveFeatures(judges))
    .wave(createScoreSegments(judges.segments))
    .each(keepProfile);
  const states = await replayLeads(steps, eventsBefore(history, moments));
  return states.map((state) => state!.view!.profile.primaryMicrosegment);
}

/** All that the next settling of the profile looks at. */
const keepProfile = (turn: ProfileTurn): ProfileTurn => ({
  ...turn,
  state: { ...turn.state, view: { ...turn.state.view, profile: turn.profile } as StateView },
});

function eventsBefore({ leads, events }: History, moments: readonly Moment[]): Replayed[][] {
  const places = new Map(moments.map(({ lead }, i) => [lead, i]));
  const before: Replayed[][] = moments.map(() => []);
  const add = (place: number, lead: number, at: number, event: object) => {
    const named = { ...event, at, tenant: DEFAULT_TENANT, lead: leads[lead]! } as Replayed['event'];
    before[place]!.push({
      ...{ shard: 0, entryId: `${at}-0`, receivedAt: at, key: leadKey(DEFAULT_TENANT, named.lead) },
      event: named,
    });
  };
  for (const { lead, at, event } of events) {
    const place = places.get(lead);
    if (place !== undefined && at <= moments[place]!.at) add(place, lead, at, event);
  }
  for (const [place, { lead, at }] of moments.entries())
    add(place, lead, at, { id: 'tick', type: 'tick', timer: '', generation: 1 });
  return before;
}
