/**
 * The living card of a lead: what its insight knows of competition, said to an agent who has a minute. Every line names
 * its source and its time, the card stands as long as the facts behind it, and what is not known is not there.
 */
import type { Claim, CompetitiveAnalysis, RivalView } from '../../schemas/competition.ts';
import { RATE_FROM, type WinLoss } from '../../schemas/competition-answers.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';
import { iso } from '../round.ts';
import { differentiationPoints } from './analysis-points.ts';
import { pricingClaims } from './analysis-pricing.ts';
import { calledOf, rivalKey } from './merge-rivals.ts';
import { playbookOfView } from './playbooks.ts';

const DAY_MS = 86_400_000;
/** Without a signal that ends sooner, a card is looked at anew after so long. */
const STANDS_MS = 7 * DAY_MS;

/** @param winLoss undefined: not known now @param now epoch ms */
export function composeAnalysis(
  insight: StreamingInsight,
  winLoss: WinLoss[] | undefined,
  now: number,
): CompetitiveAnalysis {
  const { tenant, lead, competition } = insight;
  const signals = competition.signals.filter(({ expiresAt }) => Date.parse(expiresAt) > now);
  const stands = { ...insight, competition: { ...competition, signals } };
  const ends = signals.map(({ expiresAt }) => Date.parse(expiresAt));
  const { pricing } = competition;
  return {
    ...{ tenant, lead, at: iso(now), expiresAt: iso(Math.min(now + STANDS_MS, ...ends)) },
    competitorThreats: competition.rivals.map((rival) => threatOf(stands, rival, winLoss)),
    positioningOpportunities: signals
      .filter(({ monitor }) => monitor === 'opportunity' || monitor === 'shift')
      .map(claimOfSignal),
    pricingRecommendations: pricingClaims(stands),
    ...(pricing && { pricing }),
    differentiationPoints: differentiationPoints(stands),
    competitiveResponses: responses(stands, now),
  };
}

type Signal = StreamingInsight['competition']['signals'][number];
const claimOfSignal = ({ text, source, at }: Signal): Claim => ({ text, source, at });

/** The chance is the lead's: to whom it would be lost is not told apart. */
function threatOf(
  { competition, contact }: StreamingInsight,
  rival: RivalView,
  winLoss: WinLoss[] | undefined,
): CompetitiveAnalysis['competitorThreats'][number] {
  const competitor = rivalKey(rival);
  const said: Claim = { text: `“${rival.quote}”`, source: rival.source, at: rival.lastAt };
  const signals = competition.signals.filter(
    (signal) => signal.competitor === competitor && signal.kind !== 'mention',
  );
  const record = recordOf(winLoss, competitor, contact.area);
  return {
    ...{ competitor, name: calledOf(rival), p: competition.p },
    evidence: [said, ...signals.map(claimOfSignal)],
    ...(record && { record }),
  };
}

/** Of the lead's area where enough were decided there, else of all; nothing where there are too few. */
function recordOf(
  winLoss: WinLoss[] | undefined,
  competitor: string,
  area: string | undefined,
): string | undefined {
  const rows = (winLoss ?? []).filter((row) => row.competitor === competitor);
  const here = rows.find((row) => row.area !== '' && row.area === area && row.won + row.lost >= RATE_FROM);
  const all = rows.find((row) => row.area === '' && row.won + row.lost >= RATE_FROM);
  const row = here ?? all;
  return row && `${row.won} won and ${row.lost} lost against it${row.area ? ` in ${row.area}` : ''}.`;
}

/** The play, where there is a threat to answer. */
function responses(insight: StreamingInsight, now: number): Claim[] {
  const { competition, event, at } = insight;
  if (competition.level === 'none' && !competition.alert) return [];
  const { text, play } = playbookOfView(insight, now);
  const cause = competition.alert
    ? { source: competition.alert.id, at: competition.alert.at }
    : { source: competition.reasons[0]?.source ?? event, at: competition.reasons[0]?.at ?? at };
  return [{ text: `${text} (play: ${play.replaceAll('_', ' ')})`, ...cause }];
}
