/** The competitors that are known here, and how often leads spoke of them. */
import type { Competitor } from '../../../../schemas/competition.ts';
import type { Competitors } from '../../../../schemas/competition-answers.ts';
import { agoWords, kindWords } from '../competition-words.ts';
import { clock, counted, day } from '../format.ts';
import { useNow } from '../hooks.ts';

/** Of those that everybody knows, only who is spoken of is shown. */
export function RegistryCard({ competitors }: { competitors: Competitors }) {
  const now = useNow(60_000);
  const { registry, known, mentions } = competitors;
  const countOf = (id: string) => mentions?.find(({ competitor }) => competitor === id);
  const shown = [...registry.competitors, ...known.filter(({ id }) => countOf(id))];
  const most = (one: Competitor) => countOf(one.id)?.mentions ?? 0;
  return (
    <section class="card" aria-labelledby="registry-title">
      <h2 id="registry-title">Known competitors</h2>
      <p class="muted">{standing(competitors)}</p>
      <ul class="similar">
        {shown
          .sort((a, b) => most(b) - most(a) || (a.name < b.name ? -1 : 1))
          .map((one) => {
            const spokenOf = countOf(one.id);
            return (
              <li key={one.id}>
                <span>
                  <strong>{one.name}</strong> <span class="muted">{kindWords(one.kind)}</span>
                </span>
                <span class="number">{counted(spokenOf?.mentions ?? 0, 'mention')}</span>
                <span class="muted">
                  {[
                    one.aliases.length > 0 && `also ${one.aliases.join(', ')}`,
                    spokenOf &&
                      `by ${counted(spokenOf.leads, 'lead')} in 90 days, last ${agoWords(spokenOf.lastAt, now)}`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </li>
            );
          })}
      </ul>
      {mentions === null && (
        <p class="muted">How often leads spoke of them is not known now: the analytics store is away.</p>
      )}
    </section>
  );
}

function standing({ registry, changedBy, changedAt, told, known }: Competitors): string {
  const ours = `${registry.competitors.length} of ours beside ${known.length} that everybody knows`;
  const by =
    changedBy && changedAt ? `, changed by ${changedBy}, ${day(changedAt)}, ${clock(changedAt)}` : '';
  return `${ours}${by}${told ? '' : ' · on its way to all shards'}`;
}
