/**
 * A delta without its values: they are in the view it led to. The state keeps its latest delta this way, in a few
 * bytes, and can say it again word for word.
 */

/** 1: as in the view; 0: taken out of it; an object: member by member. */
export type DeltaMask = 0 | 1 | { [member: string]: DeltaMask };

type Members = Record<string, unknown>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param delta a merge patch @param view what it was the last patch of */
export function maskDelta(delta: unknown, view: unknown): DeltaMask {
  if (delta === null) return 0;
  if (!isMembers(delta) || !isMembers(view)) return 1;
  const mask: Record<string, DeltaMask> = {};
  let whole = true;
  for (const member in delta) {
    const part = maskDelta(delta[member], view[member]);
    mask[member] = part;
    if (part !== 1) whole = false;
  }
  for (const member in view) if (!(member in delta)) whole = false;
  return whole ? 1 : mask;
}

/** The delta that {@link maskDelta} was made of. */
export function unmaskDelta(mask: DeltaMask, view: unknown): unknown {
  if (mask === 0) return null;
  if (mask === 1) return view;
  const members = isMembers(view) ? view : {};
  return Object.fromEntries(
    Object.entries(mask).map(([name, part]) => [name, unmaskDelta(part, members[name])]),
  );
}
