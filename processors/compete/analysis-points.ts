/** What we have done for a lead that nobody else has: from the record, and nothing that is only said of us. */
import type { Claim } from '../../schemas/competition.ts';
import type { StreamingInsight } from '../../schemas/insight.ts';

export function differentiationPoints({
  nurture,
  forecast,
  competition,
  event,
  at,
}: StreamingInsight): Claim[] {
  const points: Claim[] = [];
  const last = nurture.done.find(({ status }) => status === 'sent' || status === 'delivered');
  if (last) {
    const text = `It has heard from us, last by ${last.channel}: “${last.text}”`;
    points.push({ text, source: last.id, at: last.at });
  }
  const { area, asOf, text } = forecast.marketContext;
  if (area && asOf)
    points.push({ text: `We follow its market: ${text}`, source: `market index of ${area}`, at: asOf });
  if (competition.pricing) {
    const { comparables } = competition.pricing;
    const shown = `We show the ${comparables.length} homes that our estimate rests on.`;
    points.push({ text: shown, source: event, at });
  }
  return points;
}
