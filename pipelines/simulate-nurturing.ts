/** Nurturing in simulation: one world by one policy, or everything there is to say of it, for the report's page. */

import { readEscalationLines } from '../models/escalation/read-lines.ts';
import { type NurturingFigures, nurturingFigures, upliftOf } from '../models/evaluation/nurturing-figures.ts';
import {
  comparePolicies,
  type EstimateFigures,
  estimateBeside,
  type PolicyFigures,
} from '../models/evaluation/nurturing-policies.ts';
import type { Judges } from '../models/judges.ts';
import { loadJudges } from '../models/load-judges.ts';
import { fit, versioned } from '../models/policy/fit.ts';
import { isJudged } from '../models/policy/off-policy.ts';
import { cadencePrior } from '../models/policy/prior.ts';
import { firstWeights } from '../models/policy/propose-policy.ts';
import type { ShareDifference } from '../models/policy/uplift.ts';
import { DAY, START } from '../models/simulator/calendar.ts';
import type { NurturedRun } from '../models/simulator/nurtured-run.ts';
import { DEFAULT_SETTINGS } from '../schemas/nurture-settings.ts';
import type { PolicyWeights } from '../schemas/policy.ts';
import { playNurturedWorld } from './nurturing/play-world.ts';
import { readSpoken, type Spoken } from './nurturing/spoken.ts';

export const POLICIES = ['learned', 'fixed', 'random', 'best-fixed'] as const;
export type PolicyName = (typeof POLICIES)[number];
export const EFFECTS = ['real', 'none'] as const;
export type EffectName = (typeof EFFECTS)[number];

export interface WorldOf {
  leads: number;
  days: number;
  seed: number;
  effect: EffectName;
}

type Progress = (stage: string, done: number, of: number) => void;

/** A world of its own, in which policies are learned that serve another. */
const PILOT_SEED = 1000;
/** More than so many leads teach a table of fixed arms nothing. */
const PILOT_LEADS = 1500;

interface Stage {
  judges: Judges;
  spoken: Spoken;
  progress: Progress;
}

async function setUp(progress: Progress): Promise<Stage> {
  const judges = await loadJudges();
  const spoken = readSpoken(readEscalationLines().heldOut);
  return { judges, spoken, progress };
}

export type WorldFigures = NurturingFigures & { simulated: true; policy: PolicyName; effect: EffectName };

/** Plays one world. */
export async function simulateNurturing(
  world: WorldOf & { policy: PolicyName; progress: Progress },
): Promise<WorldFigures> {
  const { policy, progress, ...of } = world;
  const stage = await setUp(progress);
  const pilot = policy === 'best-fixed' ? await playPilot(stage, of) : undefined;
  return figuresOf(await play(stage, of, policy, pilot), policy, of.effect);
}

const figuresOf = (run: NurturedRun, policy: PolicyName, effect: EffectName): WorldFigures => ({
  ...{ simulated: true, policy, effect },
  ...nurturingFigures(run, DEFAULT_SETTINGS),
});

const playPilot = (stage: Stage, world: WorldOf): Promise<NurturedRun> =>
  play(
    stage,
    { ...world, seed: world.seed + PILOT_SEED, leads: Math.min(PILOT_LEADS, world.leads) },
    'random',
  );

async function play(
  { judges, spoken, progress }: Stage,
  world: WorldOf,
  policy: PolicyName,
  pilot?: NurturedRun,
  weights = weightsOf(policy, pilot),
): Promise<NurturedRun> {
  const { leads, days, seed, effect } = world;
  const learns = policy === 'learned' && weights === undefined;
  const playing = playNurturedWorld({
    ...{ leads, days, arriveWithin: days, seed, effect, judges, spoken, learns },
    ...(weights && { weights }),
  });
  for (;;) {
    const { value, done } = await playing.next();
    if (done) return value;
    progress(`${policy}, world ${seed}, ${effect} effect`, value.day, value.of);
  }
}

/** What serves from the first day; undefined: what Doorstep begins with, and learns on from. */
function weightsOf(policy: PolicyName, pilot: NurturedRun | undefined): PolicyWeights | undefined {
  const { version: _, ...first } = firstWeights();
  switch (policy) {
    case 'learned':
      return undefined;
    case 'fixed':
      return versioned({ ...first, trial: 0 });
    case 'random':
      return versioned({ ...first, exploration: 1 });
    case 'best-fixed':
      return versioned({ ...first, trial: 0, fixed: learnedFrom(pilot!).fixed });
  }
}

const learnedFrom = ({ decisions, days }: NurturedRun): PolicyWeights =>
  fit(decisions.filter(isJudged), cadencePrior(), START + days * DAY);

export interface NurturingReport {
  main: WorldFigures;
  /** Worlds of the comparison: leads, days, seeds. */
  compared: { leads: number; days: number; seeds: number[]; policies: PolicyFigures[] };
  estimate: EstimateFigures;
  /** Small worlds in which nothing that is sent has any effect. */
  none: { leads: number; days: number; conversion: ShareDifference[]; reply: ShareDifference[] };
}

export interface ReportSize {
  /** Of the worlds in which policies are compared. */
  compared: { leads: number; seeds: number };
  none: { leads: number; days: number; worlds: number };
}

/** Plays everything the page shows: hours of a brokerage's time, about forty minutes of one core. */
export async function reportNurturing(
  world: Omit<WorldOf, 'effect'> & { size: ReportSize; progress: Progress },
): Promise<NurturingReport> {
  const { size, progress, ...of } = world;
  const stage = await setUp(progress);
  const { leads, seeds: count } = size.compared;
  const seeds = Array.from({ length: count }, (_, i) => of.seed + 1 + i);
  const worlds = seeds.map((seed): WorldOf => ({ ...of, leads, seed, effect: 'real' }));
  const pilot = await playPilot(stage, { ...of, effect: 'real' });
  const policies: { name: PolicyName; runs: NurturedRun[] }[] = [];
  for (const name of ['fixed', 'random', 'best-fixed', 'learned'] as const) {
    const runs: NurturedRun[] = [];
    for (const each of worlds) runs.push(await play(stage, each, name, pilot));
    policies.push({ name, runs });
  }
  const { version: _, ...taught } = learnedFrom(pilot);
  const weights = versioned({ ...taught, mode: 'learned', trial: 0 });
  const served = await play(stage, worlds[0]!, 'learned', pilot, weights);
  const random = policies.find(({ name }) => name === 'random')!.runs[0]!;
  return {
    main: figuresOf(await play(stage, { ...of, effect: 'real' }, 'learned'), 'learned', 'real'),
    compared: { leads, days: of.days, seeds, policies: comparePolicies(policies) },
    estimate: estimateBeside(random.decisions, weights, served),
    none: await withoutEffect(stage, size.none, of.seed),
  };
}

async function withoutEffect(
  stage: Stage,
  { leads, days, worlds }: ReportSize['none'],
  seed: number,
): Promise<NurturingReport['none']> {
  const conversion: ShareDifference[] = [];
  const reply: ShareDifference[] = [];
  for (let n = 0; n < worlds; n++) {
    const run = await play(stage, { leads, days, seed: seed + 100 + n, effect: 'none' }, 'fixed');
    const measured = upliftOf(run);
    conversion.push(measured.conversion);
    reply.push(measured.reply);
  }
  return { leads, days, conversion, reply };
}
