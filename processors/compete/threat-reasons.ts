/** Why a threat is what it is: the parts of the model that raise it, each with what it was seen in. */
import { STAGES } from '../../models/history/lead-notes.ts';
import type { ThreatFacts } from '../../models/threat/facts.ts';
import type { Stance } from '../../schemas/competition.ts';
import type { CompetingTurn } from './competing-turn.ts';
import { MOST_REASONS, type Reason, type Rival, type SeenSignal } from './competition-state.ts';
import { calledOf } from './merge-rivals.ts';
import { STANCE } from './signal-texts.ts';

const DAY_MS = 86_400_000;
/** A part that moves the odds by less is not worth saying. */
const LEAST_WEIGHT = 0.1;

/** @param model name and version: the source of what is reckoned, not seen */
export function threatReasons(
  turn: CompetingTurn,
  facts: ThreatFacts,
  parts: readonly { id: string; weight: number }[],
  model: string,
): Reason[] {
  const reasons: Reason[] = [];
  for (const { id, weight } of parts) {
    if (weight < LEAST_WEIGHT || reasons.length === MOST_REASONS) continue;
    const reason = REASONS[id]?.(turn, facts, model);
    if (reason && !reasons.some(({ text }) => text === reason.text)) reasons.push(reason);
  }
  return reasons;
}

type Say = (turn: CompetingTurn, facts: ThreatFacts, model: string) => Reason | undefined;

const RANK: Record<Stance, number> = {
  neutral: 0,
  complaining: 1,
  considering: 2,
  comparing: 3,
  committed: 4,
};

const ofSignal = (signal: SeenSignal | undefined): Reason | undefined =>
  signal && { text: signal.text, source: signal.source, at: signal.at };
const latest =
  (...kinds: readonly SeenSignal['kind'][]): Say =>
  ({ competition }) =>
    ofSignal(competition.signals.find(({ kind }) => kinds.includes(kind)));

const strongest = (rivals: readonly Rival[], of: (rival: Rival) => number): Rival | undefined =>
  rivals.reduce<Rival | undefined>((best, one) => (best && of(best) >= of(one) ? best : one), undefined);
const ofRival = (rival: Rival | undefined, text: (rival: Rival) => string): Reason | undefined =>
  rival && { text: text(rival), source: rival.source, at: rival.lastAt };

const days = (ms: number): string => {
  const n = Math.max(1, Math.round(ms / DAY_MS));
  return `${n} day${n === 1 ? '' : 's'}`;
};

const REASONS: Readonly<Record<string, Say>> = {
  mention: ({ competition: { rivals } }) =>
    ofRival(rivals[0], (rival) =>
      rival.mentions === 1
        ? `Spoke of ${calledOf(rival)}: “${rival.quote}”`
        : `Spoke of ${calledOf(rival)} ${rival.mentions} times, of late: “${rival.quote}”`,
    ),
  stance: ({ competition: { rivals } }) =>
    ofRival(
      strongest(rivals, ({ stance }) => RANK[stance]),
      (rival) => `${STANCE[rival.stance]} ${calledOf(rival)}: “${rival.quote}”`,
    ),
  switching: ({ competition: { rivals } }) =>
    ofRival(
      strongest(rivals, ({ switching }) => switching),
      (rival) => `Means to leave for ${calledOf(rival)}: “${rival.quote}”`,
    ),
  quiet: latest('quiet_after_mention'),
  portal: latest('portal_activity'),
  market: latest('competitor_move'),
  prices: latest('viewed_price_cut', 'viewed_price_rise', 'cut_into_budget'),
  silence: ({ asOf }, { lastLeadAt }, source) =>
    lastLeadAt === 0
      ? undefined
      : { text: `Nothing heard of it for ${days(asOf - lastLeadAt)}.`, source, at: lastLeadAt },
  answers: ({ asOf }, { waiting, lastLeadAt, lastAgentAt }, source) => {
    if (waiting > 0 && lastLeadAt > 0)
      return { text: `It has waited ${days(asOf - lastLeadAt)} for an answer.`, source, at: lastLeadAt };
    return lastAgentAt > 0
      ? { text: `Nobody has written to it for ${days(asOf - lastAgentAt)}.`, source, at: lastAgentAt }
      : undefined;
  },
  forecast: ({ asOf }, { pConvert }, source) => ({
    text: `Its chance to convert is ${Math.round(pConvert * 100)}%.`,
    source,
    at: asOf,
  }),
  stage: ({ asOf }, { stage }, source) => ({ text: `It is ${SAID_STAGE[stage]}.`, source, at: asOf }),
  time: ({ asOf, state }, { daysKnown }, source) =>
    asOf > state.firstAt
      ? { text: `Known for ${days(daysKnown * DAY_MS)}.`, source, at: state.firstAt }
      : undefined,
};

const SAID_STAGE: readonly string[] = STAGES.map(
  (stage) =>
    ({
      inquiry: 'new',
      engaged: 'in conversation',
      touring: 'touring homes',
      offer: 'making an offer',
      contract: 'under contract',
    })[stage],
);
