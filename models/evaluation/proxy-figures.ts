/**
 * What the probe finds in the inputs of features, segments and likeness. Language is that of real single messages of
 * the corpus; no model's figures here come from a message it learned segments from. Names and postcodes are in no
 * data: they are assigned to simulated leads at random (a control) and by area, under a segregation that is assumed
 * and stated; what is found then is what an area or a price gives away, not what any real brokerage has.
 */
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { SEGMENTS } from '../../schemas/segments.ts';
import { prepareCorpus } from '../corpus/prepare-corpus.ts';
import { readMessages } from '../corpus/read-corpus.ts';
import { ACTIVITIES } from '../features/feature-layout.ts';
import { FEATURE_NAMES } from '../features/feature-vector.ts';
import { replayHistory } from '../forecast/replay-history.ts';
import { parseHistory } from '../history/history.ts';
import type { Judges, TextReading } from '../judges.ts';
import { seededRandom, shuffle } from '../linear/random.ts';
import { BLOCK_NAMES, BLOCKS, type BlockName, coordinates, type LeadTraits } from '../similar/lead-vector.ts';
import { readBorrowedWords } from '../simulator/borrowed-words.ts';
import { simulate } from '../simulator/simulate.ts';
import { type ProbeFigure, probe } from './proxy-probe.ts';

const SEED = 20_261_126;
const FOLDS = 4;
/** English messages beside each Spanish or mixed one. */
const ENGLISH = 4;
const WORLD = { leads: 1200, days: 150, seed: SEED };
/** Assumed share of the name group in one half of the areas and in the other. */
const SEGREGATION = [0.7, 0.15] as const;
const POSTCODES_PER_AREA = 2;

export interface ProxyFigure extends ProbeFigure {
  /** What is to be told. */
  hidden: string;
  /** From what. */
  inputs: string;
}

type Readers = Pick<Judges, 'readText' | 'features' | 'intents' | 'segments'>;

export function proxyFigures(judges: Readers): ProxyFigure[] {
  return [...languageFigures(judges), ...placeFigures(judges)];
}

/** Inputs of one case by the name of their set. */
type Views = Record<string, Float32Array>;

function figures(
  hidden: string,
  views: readonly Views[],
  positive: readonly boolean[],
  sets: readonly string[],
): ProxyFigure[] {
  return sets.map((inputs) => ({
    ...{ hidden, inputs },
    ...probe(
      views.map((view, i) => ({ inputs: view[inputs]!, fold: i % FOLDS, positive: positive[i]! })),
      SEED,
    ),
  }));
}

const MONEY = ['budget', 'lastMoney', 'mostMoney'].map((name) => FEATURE_NAMES.indexOf(name));
const without = (inputs: Float32Array, which: readonly number[]): Float32Array =>
  inputs.filter((_, i) => !which.includes(i));

function languageFigures(judges: Readers): ProxyFigure[] {
  const readings = prepareCorpus([], readMessages(), []).messages.map(({ reading }) => reading);
  const random = seededRandom(SEED);
  const spanish = readings.filter(({ language }) => language === 'es' || language === 'mixed');
  const english = shuffled(
    readings.filter(({ language }) => language === 'en'),
    random,
  ).slice(0, ENGLISH * spanish.length);
  const chosen = shuffled([...spanish, ...english], random);
  const views = chosen.map((reading) => messageViews(judges, reading));
  const positive = chosen.map(({ language }) => language !== 'en');
  return figures('Spanish or mixed, one real message', views, positive, ['features', 'segments']);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = Int32Array.from(items, (_, i) => i);
  shuffle(order, random);
  return Array.from(order, (i) => items[i]!);
}

function messageViews({ features, intents, segments }: Readers, reading: TextReading): Views {
  const event = { at: 0, kind: 'message', from: 'lead', channel: 'sms', reading } as const;
  const state = features.observe(features.initial(), { ...event, intents: intents.predict([reading])[0]! });
  const all = features.vector(state, 0);
  const memory = segments.observe(segments.initial(), reading, 'lead');
  return {
    features: all,
    segments: segments.predict([{ memory, features: all }])[0]!,
  };
}

function placeFigures(judges: Readers): ProxyFigure[] {
  const { events, areas } = playWorld();
  const views = leadViews(judges, events);
  const random = seededRandom(SEED + 1);
  const place = areas.map((area) => area * POSTCODES_PER_AREA + Math.floor(random() * POSTCODES_PER_AREA));
  const most = mostFrequent(place);
  const byArea = areas.map((area) => random() < SEGREGATION[area % 2]!);
  const atRandom = areas.map(() => random() < (SEGREGATION[0] + SEGREGATION[1]) / 2);
  const sets = Object.keys(views[0]!);
  return [
    ...figures('name group, at random (control)', views, atRandom, sets),
    ...figures(`name group, by area (${SEGREGATION.join(' against ')} assumed)`, views, byArea, sets),
    ...figures(
      'one postcode of sixteen, two an area',
      views,
      place.map((code) => code === most),
      sets,
    ),
  ];
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]![0];
}

/** Leads of a simulated world, and the area of each; those nothing was heard of are left out. */
function playWorld(): { events: LeadEvent[][]; areas: number[] } {
  const playing = simulate(WORLD, readBorrowedWords());
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
    'features without money': without(features, MONEY),
    segments: p,
    similarity: like,
    'similarity without area': withoutBlocks(like, ['area']),
    'similarity without area and price': withoutBlocks(like, ['area', 'price']),
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
