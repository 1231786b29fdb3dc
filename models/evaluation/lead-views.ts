/** Leads of a simulated world as features, segments and likeness see them at their last event, and where each wants to live. */
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import { ACTIVITIES } from '../features/feature-layout.ts';
import { FEATURE_NAMES } from '../features/feature-vector.ts';
import { replayHistory } from '../forecast/replay-history.ts';
import { parseHistory } from '../history/history.ts';
import type { Judges } from '../judges.ts';
import { BLOCK_NAMES, BLOCKS, type BlockName, coordinates, type LeadTraits } from '../similar/lead-vector.ts';
import { readBorrowedWords } from '../simulator/borrowed-words.ts';
import { simulate } from '../simulator/simulate.ts';
import type { WorldOptions } from '../simulator/world.ts';
import { type Views, without } from './views.ts';

type Readers = Pick<Judges, 'readText' | 'intents' | 'segments'>;

const MONEY = ['budget', 'lastMoney', 'mostMoney'].map((name) => FEATURE_NAMES.indexOf(name));

export interface SeenLead {
  views: Views;
  /** Index of the area it wants to live in. */
  area: number;
}

export function seeLeads(judges: Readers, world: WorldOptions): SeenLead[] {
  const { events, areas } = playWorld(world);
  return leadViews(judges, events).map((views, i) => ({ views, area: areas[i]! }));
}

/** Leads of a simulated world, and the area of each; those nothing was heard of are left out. */
export function playWorld(options: WorldOptions): { events: LeadEvent[][]; areas: number[] } {
  const playing = simulate(options, readBorrowedWords());
  for (;;) {
    const { value, done } = playing.next();
    if (!done) continue;
    const byLead = new Map<string, LeadEvent[]>(value.truth.map(({ lead }) => [lead, []]));
    for (const event of value.events) byLead.get(event.lead)!.push(event);
    const all = [...byLead.values()].map((events, i) => ({
      events,
      area: value.world.lives[i]!.traits.area,
    }));
    const heard = all.filter(({ events }) => events.length > 0);
    return { events: heard.map(({ events }) => events), areas: heard.map(({ area }) => area) };
  }
}

/** Everything that is known of each lead at its last event. */
function leadViews(judges: Readers, leads: readonly LeadEvent[][]): Views[] {
  const history = parseHistory(
    leads.flat().map((event, i) => ({ ...event, id: `e${i}` })),
    [],
  );
  const index = new Map(history.leads.map((id, i) => [id, i]));
  const moments = leads.map((events) => ({
    lead: index.get(events[0]!.lead)!,
    at: Number(events.at(-1)!.at) + 1,
  }));
  const { looks } = replayHistory(history, judges, moments);
  return leads.map((events, i) => viewsOf(judges, events, looks[i]!.features));
}

function viewsOf(
  { readText, segments }: Readers,
  events: readonly LeadEvent[],
  features: Float32Array,
): Views {
  let memory = segments.initial();
  let beds: number | undefined;
  for (const event of events) {
    if (event.type !== 'message' || event.from === 'system') continue;
    const reading = readText(event.text, Number(event.at), undefined);
    memory = segments.observe(memory, reading, event.from);
    const said = event.from === 'lead' && reading.entities.find(({ kind }) => kind === 'beds')?.value;
    if (typeof said === 'number') beds = said;
  }
  const p = segments.predict([{ memory, features }])[0]!;
  const like = Float32Array.from(coordinates(traitsOf(events, features, p, beds)));
  return {
    features,
    'features less money': without(features, MONEY),
    segments: p,
    similarity: like,
    'similarity less area': withoutBlocks(like, ['area']),
    'similarity less area and price': withoutBlocks(like, ['area', 'price']),
  };
}

/**
 * As the gateway makes them of a lead's state, the outlook apart (a weight of 7 %): the same for all here, since no
 * forecast is asked.
 */
function traitsOf(
  events: readonly LeadEvent[],
  features: Float32Array,
  p: Float32Array,
  beds: number | undefined,
): LeadTraits {
  const told = events.find((event) => event.type === 'profile');
  const read = (name: string) => features[FEATURE_NAMES.indexOf(name)]!;
  const price = told?.budget ?? Math.expm1(read('mostMoney')) * 1000;
  const likeliest = [...SEGMENTS.keys()].sort((a, b) => p[b]! - p[a]!).slice(0, 4);
  return {
    segments: likeliest.map((k) => ({ id: SEGMENTS[k]!, p: p[k]! })),
    ...{
      status: 'open',
      pConvert: 0.3,
      medianDays: 40,
      messages: Math.round(Math.expm1(read('count.lead'))),
    },
    ...(told?.area !== undefined && { area: told.area }),
    ...(price >= 50_000 && { price }),
    ...(beds !== undefined && { beds }),
    activities: Object.fromEntries(ACTIVITIES.map((id) => [id, Math.round(Math.expm1(read(`count.${id}`)))])),
    hours: Array.from({ length: 24 }, (_, hour) => (hour % 4 === 0 ? read(`dayPart.${hour}h`) : 0)),
  };
}

function withoutBlocks(like: Float32Array, names: readonly BlockName[]): Float32Array {
  const dropped: number[] = [];
  let from = 0;
  for (const name of BLOCK_NAMES) {
    const { bins } = BLOCKS[name];
    if (names.includes(name)) for (let i = 0; i < bins; i++) dropped.push(from + i);
    from += bins;
  }
  return without(like, dropped);
}
