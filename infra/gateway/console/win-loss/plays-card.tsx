/** What counter-plays did: alerts by what answered them, and how it ended. Counts only: who has a play was not drawn. */
import type { PlayResult } from '../../../../schemas/competition-answers.ts';

const WITHOUT: ReadonlySet<string> = new Set(['(held out)', '(none)']);

export function PlaysCard({ plays }: { plays: readonly PlayResult[] }) {
  return (
    <section class="card" aria-labelledby="plays-title">
      <h2 id="plays-title">What counter-plays did</h2>
      {plays.length === 0 && <p class="muted">No alert was high or critical yet.</p>}
      {plays.length > 0 && (
        <>
          <Table plays={plays} />
          <p class="muted">
            Answered, of those sent: the lead wrote within 21 days of the message. Only (held out) was drawn
            by lot; leads without a play may differ in more than that.
          </p>
        </>
      )}
    </section>
  );
}

const Table = ({ plays }: { plays: readonly PlayResult[] }) => (
  <table class="plays">
    <thead>
      <tr>
        <th scope="col">Play</th>
        {['Alerts', 'Answered', 'Won', 'Lost', 'Open'].map((name) => (
          <th key={name} scope="col" class="number">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {plays.map((row) => (
        <Row key={`${row.level} ${row.play}`} {...row} />
      ))}
    </tbody>
  </table>
);

function Row({ play, level, alerts, sent, answered, won, lost, open }: PlayResult) {
  const answers = WITHOUT.has(play) ? '–' : `${answered} of ${sent}`;
  return (
    <tr>
      <th scope="row">
        {play.replaceAll('_', ' ')} <span class="note">{level}</span>
      </th>
      {[alerts, answers, won, lost, open].map((value, i) => (
        <td key={i} class="number">
          {value}
        </td>
      ))}
    </tr>
  );
}
