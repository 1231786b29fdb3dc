/**
 * How likely the lead is lost to a competitor within 14 days, what is at stake, and how grave that is. Only a lead of
 * whom something is known has a threat: for the others the chance is that of any lead, and not shown.
 */
import type { Judges } from '../../models/judges.ts';
import { FADES_DAYS } from '../../models/threat/facts.ts';
import { threatInputs } from '../../models/threat/inputs.ts';
import { threatLevel } from '../../models/threat/level.ts';
import { THREAT_LEVELS, type ThreatLevel } from '../../schemas/competition.ts';
import { round } from '../round.ts';
import { type CompetingTurn, saidBase, tallyAt, withCompetition, withSaid } from './competing-turn.ts';
import type { CompetitionState } from './competition-state.ts';
import { threatFacts } from './threat-facts.ts';
import { threatReasons } from './threat-reasons.ts';
import { expectedCommission } from './value-at-risk.ts';

const DAY_MS = 86_400_000;
/** The threat stands as it was said while it moves by less. */
const TOLERANCE = 0.01;
/** It is recorded anew when it moved by more than this. */
const RECORDED = 0.05;
/** What is critical by itself is so for so long, unless the lead says otherwise. */
const GRAVE_MS = 14 * DAY_MS;
/** A count below this is of long ago. */
const FAINT = 0.25;

export const rankOf = (level: ThreatLevel): number => THREAT_LEVELS.indexOf(level);

export function createWeighThreat(judges: Pick<Judges, 'threat' | 'forecast'>) {
  const { name, version } = judges.threat;
  const model = `${name} ${version}`;
  return function weighThreat(turn: CompetingTurn): CompetingTurn {
    const { competition, state, scored, event, asOf } = turn;
    if (state.status !== 'open' || !isKnown(competition, asOf)) return calm(turn, model);
    if (!scored && event.type !== 'timer' && turn.fresh.length === 0) return turn;
    return recorded(turn, weighed(turn, judges, model), model);
  };
}

function isKnown({ rivals, signals, portal, moves }: CompetitionState, at: number): boolean {
  if (rivals.length > 0 || signals.length > 0) return true;
  return tallyAt(portal, at, FADES_DAYS.portal) > FAINT || tallyAt(moves, at, FADES_DAYS.moves) > FAINT;
}

function calm(turn: CompetingTurn, model: string): CompetingTurn {
  const { level, p } = turn.competition;
  if (level === 'none' && p === 0) return turn;
  const none = { level: 'none' as const, p: 0, valueAtRisk: 0, reasons: [] };
  return recorded(turn, withCompetition(turn, none), model);
}

function weighed(
  turn: CompetingTurn,
  { threat, forecast }: Pick<Judges, 'threat' | 'forecast'>,
  model: string,
): CompetingTurn {
  const { competition, state, wide } = turn;
  const facts = threatFacts(turn, forecast);
  const { p: chance, parts } = threat.predict(threatInputs(facts));
  const p = round(chance, 3);
  const { commission } = wide?.settings ?? {};
  const valueAtRisk = round(p * expectedCommission(state, competition, facts.pConvert, commission), 0);
  const level = graver(threatLevel(threat.levels, { p, valueAtRisk }, competition.level), turn);
  const stands = level === competition.level && Math.abs(p - competition.p) < TOLERANCE;
  if (stands && turn.fresh.length === 0) return turn;
  return withCompetition(turn, { p, valueAtRisk, level, reasons: threatReasons(turn, facts, parts, model) });
}

/** Whatever the model makes of it, what is critical by itself is. */
const graver = (level: ThreatLevel, { competition, asOf }: CompetingTurn): ThreatLevel =>
  competition.signals.some((signal) => signal.grave && standsGrave(signal, competition, asOf))
    ? 'critical'
    : level;

/** What the lead said of a competitor stands until it says something else of it. */
function standsGrave(
  { at, kind, source }: CompetitionState['signals'][number],
  { rivals }: CompetitionState,
  asOf: number,
): boolean {
  if (asOf - at >= GRAVE_MS) return false;
  return kind !== 'mention' || rivals.some((rival) => rival.source === source);
}

function recorded(before: CompetingTurn, turn: CompetingTurn, model: string): CompetingTurn {
  const { level: from, warnedAt: since } = before.competition;
  const { level, p, valueAtRisk, told } = turn.competition;
  const warnedAt = rankOf(level) < rankOf('high') ? 0 : since || turn.asOf;
  const known = warnedAt === since ? turn : withCompetition(turn, { warnedAt });
  if (level === from && Math.abs(p - told) <= RECORDED) return known;
  const kind = 'threat' as const;
  const { id, tenant, lead, at } = saidBase(known, kind);
  const record = {
    id,
    tenant,
    lead,
    at,
    kind,
    level,
    from,
    p,
    valueAtRisk,
    model,
  };
  return withSaid(withCompetition(known, { told: p }), record);
}
