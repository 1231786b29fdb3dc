/** What a lead is and never stops being; most of it is hidden from whoever sees only events. */
import { DAY, dateOf, dayOf, START, workingDay } from './calendar.ts';
import { between, clamp, normal, pick, pickWeighted, type Random, whole } from './draws.ts';
import { AREAS } from './market-paths.ts';
import { COHORTS, type Cohort, SIDES, type Side } from './settings.ts';

export type DeadlineKind = 'lease' | 'school' | 'job' | 'family';
/** Days that do not come. */
export const NEVER = 1e9;

export interface Agent {
  id: string;
  /** −1 to 1: what touches and words of this agent are worth. */
  quality: number;
  /** Median hours to an answer. */
  answerHours: number;
  /** Days of quiet before the agent gets in touch again. */
  cadence: number;
}

export interface Traits {
  side: Side;
  cohort: Cohort;
  /** Index into AREAS. */
  area: number;
  /** Index into the agents. */
  agent: number;
  agentQuality: number;
  answerHours: number;
  cadence: number;
  source: string;
  budget: number;
  cash: boolean;
  startsApproved: boolean;
  creditRisk: number;
  /** For sellers: how sought-after their home is, 1 is usual. */
  appeal: number;
  /** Where motivation settles. */
  baseMotivation: number;
  /** Day of the deadline, {@link NEVER} without one. */
  deadline: number;
  deadlineKind: DeadlineKind;
  /** Chance that a message says a deadline not said before. */
  openness: number;
  /** Factor on how often the lead writes. */
  talk: number;
  /** How ready the lead is to go to another agent. */
  roving: number;
  nightOwl: boolean;
  weekender: boolean;
  /** Hours of the day the lead writes at, centre and spread. */
  hour: number;
  hourSpread: number;
  channel: 'sms' | 'email' | 'webchat' | 'whatsapp';
}

const SOURCES = {
  portal: 30,
  website: 24,
  referral: 14,
  social: 10,
  open_house: 8,
  phone: 8,
  sms_campaign: 6,
};
/** What a source says of the will to move. */
const SOURCE_MOTIVATION: Record<string, number> = {
  referral: 0.35,
  open_house: 0.15,
  phone: 0.2,
  social: -0.3,
};
const CHANNELS = { sms: 55, email: 27, webchat: 10, whatsapp: 8 } as const;

export function drawAgents(random: Random, count: number): Agent[] {
  return Array.from({ length: count }, (_, i) => {
    const quality = clamp(0.4 * normal(random), -0.9, 0.9);
    return {
      id: `agent-${i + 1}`,
      quality,
      answerHours: 2.5 * Math.exp(-0.9 * quality + 0.4 * normal(random)),
      cadence: whole(random, 4, 14),
    };
  });
}

/** Leases end with a month, schools begin in late August, jobs start on a Monday. */
function drawDeadline(random: Random, kind: DeadlineKind, arrival: number, mean: number): number {
  const about = arrival + Math.max(20, mean * Math.exp(0.45 * normal(random)));
  const date = dateOf(Math.round(about));
  if (kind === 'lease') return (Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0) - START) / DAY;
  if (kind === 'job') return workingDay(Math.round(about));
  if (kind === 'family') return Math.round(about);
  const august = dayOf(date.getUTCFullYear(), 8, whole(random, 18, 28));
  return august > arrival + 30 ? august : dayOf(date.getUTCFullYear() + 1, 8, whole(random, 18, 28));
}

const deadlineKinds = (side: Side): Record<DeadlineKind, number> =>
  side === 'buyer'
    ? { lease: 50, school: 20, job: 20, family: 10 }
    : { lease: 0, school: 15, job: 55, family: 30 };

const shares = Object.fromEntries(
  Object.entries(COHORTS).map(([name, { share }]) => [name, share]),
) as Record<Cohort, number>;

/** @param arrival the lead's first day */
export function drawTraits(random: Random, arrival: number, agents: readonly Agent[]): Traits {
  const side = pickWeighted(random, SIDES);
  const cohort = pickWeighted(random, shares);
  const { motivation, spread, deadline: hasDeadline, days } = COHORTS[cohort];
  const source = pickWeighted(random, SOURCES);
  const area = Math.floor(random() * AREAS.length);
  const agent = Math.floor(random() * agents.length);
  const { quality, answerHours, cadence } = agents[agent]!;
  const deadlineKind = pickWeighted(random, deadlineKinds(side));
  const cash = random() < { buyer: 0.12, seller: 0.2, investor: 0.5 }[side];
  const nightOwl = random() < 0.13;
  return {
    ...{ side, cohort, area, agent, agentQuality: quality, answerHours, cadence, source, cash },
    budget: Math.round((AREAS[area]!.medianPrice * Math.exp(0.28 * normal(random))) / 5000) * 5000,
    startsApproved: !cash && random() < (cohort === 'sprinter' ? 0.35 : 0.12),
    creditRisk: Math.exp(0.7 * normal(random)),
    appeal: Math.exp(0.35 * normal(random)),
    baseMotivation: motivation + spread * normal(random) + (SOURCE_MOTIVATION[source] ?? 0),
    deadline: random() < hasDeadline ? drawDeadline(random, deadlineKind, arrival, days) : NEVER,
    deadlineKind,
    openness: pick(random, [0, 0.06, 0.15, 0.3, 0.5]),
    talk: Math.exp(0.4 * normal(random)),
    roving: Math.exp(0.6 * normal(random)),
    nightOwl,
    weekender: random() < 0.2,
    hour: nightOwl ? 23.2 : between(random, 9, 20),
    hourSpread: between(random, 1, 3.5),
    channel: pickWeighted(random, CHANNELS),
  };
}
