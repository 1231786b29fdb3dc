/** The view that the address names. */

/** Views that are there once, in the order of the navigation. */
export const VIEWS = [
  'list',
  'inbox',
  'alerts',
  'markets',
  'win-loss',
  'patterns',
  'effect',
  'settings',
] as const;
export type View = (typeof VIEWS)[number];

/** `part`: of a lead's page, what has a page of its own. */
export type Route =
  | { view: View }
  | { view: 'market'; area: string }
  | { view: 'lead'; lead: string; part?: 'competition' };

export const viewHref = (view: View): string => (view === 'list' ? '#/' : `#/${view}`);
export const leadHref = (lead: string): string => `#/lead/${encodeURIComponent(lead)}`;
export const competitionHref = (lead: string): string => `${leadHref(lead)}/competition`;
export const areaHref = (area: string): string => `#/markets/${encodeURIComponent(area)}`;

export function routeOf(hash: string): Route {
  const [, lead, part] = /^#\/lead\/(.+?)(\/competition)?$/.exec(hash) ?? [];
  if (lead) return { view: 'lead', lead: decoded(lead), ...(part && { part: 'competition' }) };
  const area = /^#\/markets\/(.+)$/.exec(hash)?.[1];
  if (area) return { view: 'market', area: decoded(area) };
  return { view: VIEWS.find((view) => viewHref(view) === hash) ?? 'list' };
}

/** What somebody typed into the address bar may be no encoding of anything. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
