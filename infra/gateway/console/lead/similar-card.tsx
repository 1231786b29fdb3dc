/** Who else behaves like this and looks for the same. */
import type { SimilarLead } from '../../../../schemas/similar.ts';
import { nameOf, segmentMeaning, spelled } from '../domain-words.ts';
import { percent } from '../format.ts';
import { useConsole, useFetched } from '../hooks.ts';
import { leadHref } from '../route.ts';

const EVERY_MS = 30_000;
const SHOWN = 5;

export function SimilarCard({ lead }: { lead: string }) {
  const { api } = useConsole();
  const found = useFetched(() => api.similar(lead), EVERY_MS, lead);
  if (!found) return null;
  return (
    <section class="card" aria-labelledby="similar-title">
      <h2 id="similar-title">Similar leads</h2>
      {found.similar.length === 0 && <p class="muted">No other lead to compare with yet.</p>}
      <ul class="similar">
        {found.similar.slice(0, SHOWN).map((one) => (
          <Similar key={one.lead} {...one} />
        ))}
      </ul>
      <p class="muted">
        {found.complete
          ? `Compared with ${found.among} leads`
          : `Still gathering; ${found.among} leads so far`}
        , by what they do and look for.
      </p>
    </section>
  );
}

function Similar({ lead, name, similarity, segment, status, why }: SimilarLead) {
  return (
    <li>
      <a href={leadHref(lead)}>{nameOf(lead, name === undefined ? {} : { name })}</a>
      <span class="number">{percent(similarity)}</span>
      <span class="detail">
        <span title={segmentMeaning(segment)}>{spelled(segment)}</span>
        {status !== 'open' && <span class="status">{spelled(status)}</span>}
      </span>
      {why.length > 0 && <span class="muted">{why.join(', ')}</span>}
    </li>
  );
}
