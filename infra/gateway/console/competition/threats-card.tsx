/** Who else the lead has to do with, in its own words, and how it ended against them before. */
import type { CompetitiveAnalysis } from '../../../../schemas/competition.ts';
import { percent } from '../format.ts';
import { ClaimsOf } from './claims-of.tsx';

interface Props {
  threats: CompetitiveAnalysis['competitorThreats'];
  lead: string;
  now: number;
}

/** The chance is the lead's: to whom of them it would be lost is not told apart. */
export function ThreatsCard({ threats, lead, now }: Props) {
  const p = Math.max(...threats.map((one) => one.p));
  return (
    <section class="card" aria-labelledby="threats-title">
      <h2 id="threats-title">Who is at the door</h2>
      {threats.length > 0 ? (
        <p class="detail">{percent(p)} lost to a competitor within 14 days</p>
      ) : (
        <p class="muted">The lead has spoken of nobody else.</p>
      )}
      {threats.map(({ competitor, name, evidence, record }) => (
        <div key={competitor} class="at-door">
          <h3>{name || 'Somebody who is not named'}</h3>
          <ClaimsOf claims={evidence} lead={lead} now={now} quoted />
          {record && <p class="muted">{record}</p>}
        </div>
      ))}
    </section>
  );
}
