/** Wins and losses per competitor and area: counts always, a rate only where enough were decided. */
import type { Competitors, WinLoss, WinLossTable } from '../../../../schemas/competition-answers.ts';
import { RateBar } from '../effect/rate-bar.tsx';
import { percent } from '../format.ts';
import { type Against, recordsOf } from './records.ts';

interface Props {
  table: WinLossTable;
  competitors: Competitors | undefined;
}

export function RecordsCard({ table, competitors }: Props) {
  const records = recordsOf(table, competitors);
  return (
    <section class="card" aria-labelledby="records-title">
      <h2 id="records-title">Leads won, of those decided while a competitor was at the door</h2>
      {records.length === 0 && (
        <p class="muted">
          No lead with a competitor at its door was won or lost yet. Each outcome counts from here on.
        </p>
      )}
      {records.map((one) => (
        <Record key={one.id} against={one} rateFrom={table.rateFrom} />
      ))}
      {records.length > 0 && (
        <p class="muted">
          No rate is told below {table.rateFrom} decided. Whiskers hold the true rate with 95%. A competitor
          counts where the lead spoke of it, which a lead lost in silence never did.
        </p>
      )}
    </section>
  );
}

function Record({ against: { name, kind, all, areas }, rateFrom }: { against: Against; rateFrom: number }) {
  return (
    <div class="against">
      <h3>
        {name} {kind && <span class="muted">{kind}</span>}
      </h3>
      <ul class="rates">
        {all && <Row name="All areas" row={all} rateFrom={rateFrom} />}
        {areas.map((row) => (
          <Row key={row.area} name={row.area} row={row} rateFrom={rateFrom} />
        ))}
      </ul>
    </div>
  );
}

function Row({ name, row, rateFrom }: { name: string; row: WinLoss; rateFrom: number }) {
  const { won, lost, rate, low, high } = row;
  if (rate === null || low === null || high === null) {
    return (
      <li>
        <span>{name}</span>
        <span class="number muted">
          {won} won, {lost} lost · {won + lost} of {rateFrom} for a rate
        </span>
      </li>
    );
  }
  return (
    <li>
      <span>{name}</span>
      <span class="number">
        {percent(rate)} <span class="muted">{`${won} won, ${lost} lost`}</span>
      </span>
      <RateBar rate={rate} low={low} high={high} most={1} />
      <span class="unseen">
        Between {percent(low)} and {percent(high)}.
      </span>
    </li>
  );
}
