/** A lead and its rivals, day by day: it meets one, is drawn to it, signs or cools. Flat, so that the oracle can copy it. */
import { clamp, normal, type Random } from '../draws.ts';
import type { LeadState } from '../lead-state.ts';
import { STAGE } from '../settings.ts';
import { CAST, drawRival } from './cast.ts';
import { COOL, DRAW, MEET, NATURE, PULL, SIGN } from './settings.ts';

export interface AffairState {
  /** Never lets on anything. */
  discreet: boolean;
  /** Speaks of rivals without any meaning. */
  talker: boolean;
  /** Factors on how often it speaks of rivals, and looks at portals. */
  chatty: number;
  looker: number;
  /** Index into CAST of the rival it talks to, −1 for none; since which day. */
  rival: number;
  since: number;
  /** How strongly it is drawn to that rival; 0 is undecided. */
  pull: number;
  /** Index into CAST of whom it was lost to, −1 for nobody. */
  lostTo: number;
  lostDay: number;
}

/** What is around a lead on a day. */
export interface AffairDay {
  day: number;
  /** A competitor's campaign runs in the area. */
  courted: boolean;
  /** Moves of competitors in the area of late, decayed. */
  moves: number;
  /** Hours to the agent's answer where the lead wrote today; undefined: it did not. */
  answeredAfter: number | undefined;
}

export type AffairHappening = 'met' | 'cooled' | 'signed';

export const newAffair = (random: Random): AffairState => ({
  discreet: random() < NATURE.discreet,
  talker: random() < NATURE.talker,
  chatty: Math.exp(NATURE.chatty * normal(random)),
  looker: Math.exp(NATURE.looker * normal(random)),
  ...{ rival: -1, since: -1, pull: 0, lostTo: -1, lostDay: -1 },
});

export const isCourtedBy = ({ rival, lostTo }: AffairState): boolean => rival >= 0 && lostTo < 0;

/** Chance that a lead begins to talk to a rival today. */
function meetChance({ stage, trust, traits }: LeadState, today: AffairDay): number {
  const usual = MEET.stage[stage];
  if (usual === undefined) return 0;
  const listed = traits.side === 'seller' && stage >= STAGE.touring ? MEET.listed : 1;
  const courted = today.courted ? MEET.courted : 1;
  const waited = (today.answeredAfter ?? 0) > 20 ? MEET.waited : 1;
  const tempted = (1 + MEET.moves * today.moves) * courted * waited * listed;
  return Math.min(
    0.2,
    usual * MEET.side[traits.side] * traits.roving * Math.exp(-MEET.trust * trust) * tempted,
  );
}

/** Begins to talk to that rival. */
export function begin(affair: AffairState, rival: number, day: number, random: Random): void {
  affair.rival = rival;
  affair.since = day;
  affair.pull = PULL.start + DRAW[CAST[rival]!.kind] + PULL.spread * normal(random);
}

export function lostToRival(affair: AffairState, rival: number, day: number): void {
  affair.lostTo = rival;
  affair.lostDay = day;
}

/** Where the agent is quick, and trusted, a rival has little to offer. */
function movePull(
  affair: AffairState,
  { trust }: LeadState,
  answeredAfter: number | undefined,
  random: Random,
) {
  affair.pull += PULL.grows - PULL.trust * trust + PULL.shake * normal(random);
  if (answeredAfter === undefined) return;
  if (answeredAfter > 20) affair.pull += PULL.late;
  else if (answeredAfter < 2) affair.pull += PULL.quick;
}

/**
 * One day of an affair, in place.
 * @param lead as the day leaves it; open
 */
export function affairDay(
  affair: AffairState,
  lead: LeadState,
  today: AffairDay,
  random: Random,
): AffairHappening | undefined {
  if (affair.rival < 0) {
    if (random() >= meetChance(lead, today)) return undefined;
    begin(affair, drawRival(lead.traits.side, random), today.day, random);
    return 'met';
  }
  movePull(affair, lead, today.answeredAfter, random);
  if (lead.stage === STAGE.contract) return cool(affair);
  const pull = clamp(affair.pull + (lead.stage === STAGE.offer ? PULL.offer : 0), -3, 4);
  const signs = Math.min(SIGN.most, SIGN.chance * Math.exp(SIGN.pull * pull));
  const cools = COOL.chance * Math.exp(COOL.pull * pull);
  const draw = random();
  if (draw < signs) {
    lostToRival(affair, affair.rival, today.day);
    return 'signed';
  }
  return draw < signs + Math.min(0.5, cools) ? cool(affair) : undefined;
}

function cool(affair: AffairState): 'cooled' {
  affair.rival = -1;
  affair.pull = 0;
  return 'cooled';
}
