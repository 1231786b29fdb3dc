/** How often what a lead does within the hour finds an action ready that fits it, beside always keeping the same ones. */
import type { NextEventJudge, PrebakeJudge } from '../judges.ts';
import { KINDS as KINDS_OF_NEXT } from '../next-event/model.ts';
import { isApart, isGoingOn } from '../prebake/asking.ts';
import { MENU, MOST_PREPARED, menuItem } from '../prebake/menu.ts';
import type { Deed, PrebakeStep } from '../prebake/train.ts';
import { wantsOf } from '../prebake/wants.ts';
import { resampledRatio } from '../survival/paired-difference.ts';
import { rounded } from './trainings.ts';

/** A share of deeds, and its 95 % interval over leads drawn anew. */
export interface Share {
  share: number;
  interval: [number, number];
}

export interface PrebakeFigures {
  /** Deeds of leads within the hour after an event. */
  deeds: number;
  leads: number;
  /** Times that something was prepared, for each event of a lead. */
  preparing: number;
  /** That found what fits ready. */
  model: Share;
  /** The same if the most common were always ready, as many as the model may keep. */
  mostCommon: Share;
  /** Of the model over the most common. */
  gain: Share;
  /** For which anything on the menu fits: no choice does better. */
  mostPossible: number;
  /** That found ready what their message is first about, though it may leave something else open. */
  aboutIt: { model: number; mostCommon: number; mostPossible: number };
}

/** A lead after each of its events: what followed, and what was ready for it. */
export interface PreparedLeadSteps {
  steps: readonly PrebakeStep[];
  judge: PrebakeJudge;
  nextEvent: NextEventJudge;
  /** Ids always ready in the baseline. */
  common: readonly string[];
}

/** Of a lead: its deeds, and how many of them found something, by kind of finding. */
const KINDS = [
  'events',
  'preparing',
  'deeds',
  'model',
  'common',
  'possible',
  'aboutModel',
  'aboutCommon',
  'aboutPossible',
] as const;
type Found = Record<(typeof KINDS)[number], number>;

const fits = (ids: readonly string[], { item }: Deed): boolean => item !== undefined && ids.includes(item.id);

const isAbout = (ids: readonly string[], { about }: Deed): boolean =>
  ids.some((id) => (menuItem(id)!.answers as readonly (string | undefined)[]).includes(about));

const SILENCE = KINDS_OF_NEXT.indexOf('silence');
const ALL = MENU.map(({ id }) => id);

/** The items that fit most of the deeds. */
export function mostCommon(leads: readonly (readonly PrebakeStep[])[]): string[] {
  const counts = new Map(ALL.map((id) => [id, 0]));
  for (const { deed } of leads.flat())
    if (deed?.item) counts.set(deed.item.id, counts.get(deed.item.id)! + 1);
  return [...ALL].sort((a, b) => counts.get(b)! - counts.get(a)!).slice(0, MOST_PREPARED);
}

/** What is ready after each event, by the rules that serving goes by. */
function readyAfter({ steps, judge, nextEvent }: PreparedLeadSteps, found: Found): string[][] {
  let [wants, ready] = [[] as string[], [] as string[]];
  let [asked, lastLeadAt] = [0, 0];
  return steps.map((step) => {
    const { at: now, last } = step;
    const pDeed = 1 - nextEvent.predict([step])[0]![SILENCE]!;
    wants = wantsOf(judge.predict(step), pDeed, wants);
    if (last !== '' && last !== 'agent' && last !== 'system') lastLeadAt = now;
    const isMessage = last === 'lead' || last === 'agent' || last === 'system';
    if (isApart({ now, asked }) && isGoingOn({ now, isMessage, lastLeadAt })) {
      if (wants.some((id) => !ready.includes(id))) {
        asked = now;
        found.preparing++;
      }
      ready = wants;
    }
    return ready;
  });
}

function foundBy(lead: PreparedLeadSteps): Found {
  const found = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Found;
  found.events = lead.steps.length;
  const ready = readyAfter(lead, found);
  lead.steps.forEach(({ deed }, i) => {
    if (!deed) return;
    found.deeds++;
    for (const [ids, strict, loose] of [
      [ready[i]!, 'model', 'aboutModel'],
      [lead.common, 'common', 'aboutCommon'],
      [ALL, 'possible', 'aboutPossible'],
    ] as const) {
      if (fits(ids, deed)) found[strict]++;
      if (isAbout(ids, deed)) found[loose]++;
    }
  });
  return found;
}

const sum = (leads: readonly Found[], of: (lead: Found) => number): number =>
  leads.reduce((total, lead) => total + of(lead), 0);

export function prebakeFigures(leads: readonly PreparedLeadSteps[]): PrebakeFigures {
  const all = leads.map(foundBy);
  const found = all.filter(({ deeds }) => deeds > 0);
  const deeds = Float64Array.from(found, (lead) => lead.deeds);
  const total = deeds.reduce((a, b) => a + b, 0);
  const of = (one: (lead: Found) => number): number => rounded(sum(found, one) / total);
  const share = (one: (lead: Found) => number): Share => {
    const [low, high] = resampledRatio(Float64Array.from(found, one), deeds);
    return { share: of(one), interval: [rounded(low), rounded(high)] };
  };
  return {
    ...{ deeds: total, leads: found.length },
    preparing: rounded(sum(all, ({ preparing }) => preparing) / sum(all, ({ events }) => events)),
    model: share(({ model }) => model),
    mostCommon: share(({ common }) => common),
    gain: share(({ model, common }) => model - common),
    mostPossible: of(({ possible }) => possible),
    aboutIt: {
      model: of(({ aboutModel }) => aboutModel),
      mostCommon: of(({ aboutCommon }) => aboutCommon),
      mostPossible: of(({ aboutPossible }) => aboutPossible),
    },
  };
}
