/** Halves a full cell: two-means from two vectors far apart; by rank where the means would leave a crumb. */
import { Cell } from './cell.ts';
import type { LeadVector } from './lead-vector.ts';

const ROUNDS = 3;
/** The smaller half holds at least this share. */
const LEAST_SHARE = 1 / 8;

interface Member {
  id: string;
  vector: LeadVector;
}

export function splitCell(full: Cell): [Cell, Cell] {
  const members = full.ids.map((id, slot): Member => ({ id, vector: full.vectorAt(slot) }));
  const a = farthest(members, full);
  let halves: [Cell, Cell] = [cellOf([a]), cellOf([farthest(members, cellOf([a]))])];
  for (let round = 0; round < ROUNDS; round++) {
    const ranked = members
      .map((member) => ({ member, lean: lean(member, halves) }))
      .sort((x, y) => x.lean - y.lean);
    const least = Math.ceil(members.length * LEAST_SHARE);
    const nearFirst = ranked.filter((one) => one.lean < 0).length;
    const cut = Math.min(members.length - least, Math.max(least, nearFirst));
    halves = [
      cellOf(ranked.slice(0, cut).map((one) => one.member)),
      cellOf(ranked.slice(cut).map((one) => one.member)),
    ];
  }
  return halves;
}

/** Below 0: nearer to the first. */
const lean = ({ vector }: Member, [first, second]: [Cell, Cell]): number =>
  first.centreDistance(vector) - second.centreDistance(vector);

function farthest(members: readonly Member[], from: Cell): Member {
  let best = members[0]!;
  let most = Number.NEGATIVE_INFINITY;
  for (const member of members) {
    const distance = member.vector.norm + from.centreDistance(member.vector);
    if (distance <= most) continue;
    best = member;
    most = distance;
  }
  return best;
}

function cellOf(members: readonly Member[]): Cell {
  const cell = new Cell();
  for (const { id, vector } of members) cell.add(id, vector);
  return cell;
}
