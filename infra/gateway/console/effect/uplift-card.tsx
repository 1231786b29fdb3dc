/** Conversions of nurtured leads against those held out, with the interval the difference lies in. */
import type { Uplift } from '../../../../schemas/effect.ts';
import { percent } from '../format.ts';
import { Bar } from '../parts/bar.tsx';
import { IntervalPlot } from './interval-plot.tsx';

export function UpliftCard({ uplift }: { uplift: Uplift }) {
  const { treated, holdout, windowDays, method, enough } = uplift;
  return (
    <section class="card uplift" aria-labelledby="uplift-title">
      <h2 id="uplift-title">Conversions within {windowDays} days, nurtured against held out</h2>
      <Difference uplift={uplift} />
      <dl class="numbers">
        <Arm name="Nurtured" arm={treated} enough={enough} />
        <Arm name="Held out" arm={holdout} enough={enough} />
      </dl>
      <p class="muted">Every lead counts in the arm it was put into, whatever was sent. {method}</p>
    </section>
  );
}

function Difference({ uplift }: { uplift: Uplift }) {
  const { enough, difference, low, high, level, leastLeads, treated, holdout } = uplift;
  if (!enough || difference === null || low === null || high === null) {
    return (
      <>
        <p class="headline">Not enough data: {shortOf(uplift)}</p>
        <div class="progress">
          <Progress name="Nurtured" leads={treated.leads} least={leastLeads} />
          <Progress name="Held out" leads={holdout.leads} least={leastLeads} />
        </div>
      </>
    );
  }
  const sure = low > 0 ? 'More convert' : high < 0 ? 'Fewer convert' : 'It may be nothing';
  const said = `${points(difference)} points, between ${points(low)} and ${points(high)}`;
  return (
    <>
      <p class="headline">
        {sure}: {points(difference)} points
      </p>
      <p class="detail">
        {percent(level)} sure of between {points(low)} and {points(high)} points
      </p>
      <IntervalPlot label={`Difference: ${said}.`} low={low} point={difference} high={high} />
    </>
  );
}

/** The arm that lacks most. */
function shortOf({ treated, holdout, leastLeads }: Uplift): string {
  const [name, { leads }] = holdout.leads <= treated.leads ? ['held out', holdout] : ['nurtured', treated];
  return `${leads} of ${leastLeads} leads ${name}`;
}

const Progress = ({ name, leads, least }: { name: string; leads: number; least: number }) => (
  <p>
    <span>{name}</span>
    <Bar share={leads / least} tone={leads < least ? 'second' : ''} />
    <span class="number">
      {leads} of {least}
    </span>
  </p>
);

/** Counts always; a share only where there are enough to have one. */
function Arm({ name, arm, enough }: { name: string; arm: Uplift['treated']; enough: boolean }) {
  const { leads, conversions } = arm;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {conversions} of {leads}
        {enough && <span class="muted"> {((100 * conversions) / leads).toFixed(1)}%</span>}
      </dd>
    </div>
  );
}

/** Signed percentage points, with a true minus. */
const points = (share: number): string => {
  const said = Math.abs(100 * share).toFixed(1);
  return said === '0.0' ? '0' : `${share < 0 ? '−' : '+'}${said}`;
};
