/**
 * How often what a lead does within the hour finds an action ready for it: by the next-event model, on leads it did not
 * learn from, beside always keeping the same number of those most often right on the other leads. Whether a text could
 * be composed and would pass the gate is a matter of the lead's state, the same for both, and not measured here.
 */

import { INTENTS } from '../../schemas/intents.ts';
import { ALL_FOLDS } from '../corpus/folds.ts';
import type { PreparedLead } from '../corpus/prepare-corpus.ts';
import { createNextEventJudge, KINDS, WITHIN_MINUTES } from '../next-event/model.ts';
import { deedOf, MENU, MOST_PREPARED, menuItem, wantsOf } from '../prebake/menu.ts';
import { resampledRatio } from '../survival/paired-difference.ts';
import { rounded, type Trainings } from './trainings.ts';

/** A share of events, and its 95 % interval over leads drawn anew. */
export interface Share {
  share: number;
  interval: [number, number];
}

export interface PrebakeReport {
  /** Deeds of leads within the hour after an insight. */
  events: number;
  leads: number;
  /** Actions kept at a time. */
  kept: number;
  model: Share;
  mostCommon: Share;
  /** Of the model over the most common. */
  gain: Share;
  /** Of all deeds, those that anything on the menu fits: no choice does better. */
  mostPossible: number;
}

/** A deed of a lead, and what the event before it led to. */
interface Deed {
  answer: string | undefined;
  /** Index of the event before it. */
  after: number;
}
/** Of a lead: its deeds, and how many found what fits. */
interface Found {
  deeds: number;
  model: number;
  common: number;
}

export function evaluatePrebake(trainings: Trainings): PrebakeReport {
  const { corpus, nextEvent } = trainings;
  const deeds = corpus.leads.map((lead) => deedsOf(lead, trainings));
  const found: Found[] = corpus.leads.map(() => ({ deeds: 0, model: 0, common: 0 }));
  for (const fold of ALL_FOLDS) {
    const judge = createNextEventJudge(nextEvent.fit([fold]), '');
    const common = mostCommon(deeds.filter((_, i) => corpus.leads[i]!.fold !== fold).flat());
    corpus.leads.forEach((lead, i) => {
      if (lead.fold !== fold) return;
      let wants: string[] = [];
      // Wanted after each event, as a live lead's state has it: what was wanted before has a start.
      const after = nextEvent.followed([fold], i).map(({ features, intents }) => {
        const [chances] = judge.predict([{ features, intents }]);
        wants = wantsOf(KINDS, chances!, wants);
        return wants;
      });
      found[i] = {
        deeds: deeds[i]!.length,
        model: deeds[i]!.filter((deed) => fits(after[deed.after - 1] ?? [], deed)).length,
        common: deeds[i]!.filter((deed) => fits(common, deed)).length,
      };
    });
  }
  return reportOf(found, deeds.flat());
}

function deedsOf(lead: PreparedLead, { corpus }: Trainings): Deed[] {
  return lead.events.flatMap(({ event, message }, i): Deed[] => {
    const isDeed = event.kind === 'activity' || (event.kind === 'message' && event.from === 'lead');
    const before = lead.events[i - 1];
    if (!isDeed || i < 2 || event.at - before!.event.at > WITHIN_MINUTES * 60_000) return [];
    const said = message === undefined ? [] : corpus.messages[message]!.labels.map((k) => INTENTS[k]!);
    const activity = event.kind === 'activity' ? event.activity : undefined;
    return [{ answer: deedOf(activity, said), after: i - 1 }];
  });
}

const fits = (ids: readonly string[], { answer }: Deed): boolean =>
  answer !== undefined && ids.some((id) => menuItem(id)!.answers.includes(answer));

function mostCommon(deeds: readonly Deed[]): string[] {
  const right = (id: string): number => deeds.filter((deed) => fits([id], deed)).length;
  return MENU.map(({ id }) => ({ id, n: right(id) }))
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_PREPARED)
    .map(({ id }) => id);
}

function intervalOf(found: readonly Found[], of: (lead: Found) => number): [number, number] {
  const [low, high] = resampledRatio(
    Float64Array.from(found, of),
    Float64Array.from(found, ({ deeds }) => deeds),
  );
  return [rounded(low), rounded(high)];
}

function reportOf(found: readonly Found[], deeds: readonly Deed[]): PrebakeReport {
  const sum = (of: (lead: Found) => number) => found.reduce((total, lead) => total + of(lead), 0);
  const share = (of: (lead: Found) => number): Share => ({
    share: rounded(sum(of) / sum((lead) => lead.deeds)),
    interval: intervalOf(found, of),
  });
  const all = MENU.map(({ id }) => id);
  return {
    ...{ events: deeds.length, leads: found.filter((lead) => lead.deeds > 0).length, kept: MOST_PREPARED },
    model: share(({ model }) => model),
    mostCommon: share(({ common }) => common),
    gain: share(({ model, common }) => model - common),
    mostPossible: rounded(deeds.filter((deed) => fits(all, deed)).length / deeds.length),
  };
}
