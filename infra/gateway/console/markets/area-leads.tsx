/** Leads of the area that the console knows, those first that are most under threat. */
import { nameOf } from '../domain-words.ts';
import { percent } from '../format.ts';
import { useConsole } from '../hooks.ts';
import { byThreat } from '../list/filter.ts';
import { ThreatChip } from '../parts/threat-chip.tsx';
import { leadHref } from '../route.ts';

const SHOWN = 8;

/** As market shards know areas. */
const areaKey = (area = ''): string => area.trim().toLowerCase();

export function AreaLeads({ area }: { area: string }) {
  const { leads } = useConsole();
  const here = [...leads.all()]
    .filter(({ view }) => areaKey(view.contact.area) === areaKey(area))
    .sort(byThreat);
  const more = here.length - SHOWN;
  return (
    <section class="card" aria-labelledby="area-leads-title">
      <h2 id="area-leads-title">Leads here</h2>
      {here.length === 0 && <p class="muted">None of the leads in the list looks or sells here.</p>}
      <ul class="similar">
        {here.slice(0, SHOWN).map(({ lead, view }) => (
          <li key={lead}>
            <span>
              <a href={leadHref(lead)}>{nameOf(lead, view.contact)}</a>{' '}
              <ThreatChip competition={view.competition} />
            </span>
            <span class="number">
              {percent(view.forecast.pConvert)}
              <span class="unseen"> converts</span>
            </span>
          </li>
        ))}
      </ul>
      {more > 0 && <p class="muted">And {more} more in the list of leads.</p>}
    </section>
  );
}
