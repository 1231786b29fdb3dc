/** Objects of a known shape as rows, so that their member names are not stored with every one of them. */

/** Member names in the order of the row; with a layout of its own, a member is a row in the row, or a list of rows. */
export type Layout = readonly (string | readonly [name: string, layout: Layout, list?: 'each'])[];

/** Every member of T exactly once, or it does not compile. */
export const complete =
  <T>() =>
  <const L extends readonly (keyof T | readonly [keyof T, Layout, 'each'?])[]>(
    layout: [keyof T] extends [NameOf<L[number]>] ? L : never,
  ) =>
    layout as Layout;
type NameOf<P> = P extends readonly [infer N, Layout, 'each'?] ? N : P;

type Members = Record<string, unknown>;

/** Members that are not named are left out: name them all. Null stays null; an absent member stays absent. */
export function toRow(value: unknown, layout: Layout): unknown[] | null | undefined {
  if (value === null || value === undefined) return value;
  const members = value as Members;
  const row: unknown[] = new Array(layout.length);
  for (let i = 0; i < layout.length; i++) {
    const place = layout[i]!;
    if (typeof place === 'string') row[i] = members[place];
    else {
      const [name, inner, list] = place;
      row[i] = list
        ? (members[name] as unknown[]).map((one) => toRow(one, inner))
        : toRow(members[name], inner);
    }
  }
  return row;
}

/** The inverse of {@link toRow}. */
export function fromRow(row: unknown, layout: Layout): Members | null {
  if (row === null) return null;
  const values = row as unknown[];
  const members: Members = {};
  for (let i = 0; i < layout.length; i++) {
    const place = layout[i]!;
    const value = values[i];
    if (value === undefined) continue;
    if (typeof place === 'string') members[place] = value;
    else {
      const [name, inner, list] = place;
      members[name] = list ? (value as unknown[]).map((one) => fromRow(one, inner)) : fromRow(value, inner);
    }
  }
  return members;
}
