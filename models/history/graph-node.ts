/**
 * A node of the leads' neighbourhood: a listing, an area or an agent, with what the leads that touched it did lately.
 * Kept one deed at a time, at most {@link MOST_NEIGHBOURS} leads in memory, plain so that a market shard can store it.
 */
import { kept } from './fading.ts';
import { STAGE } from './lead-notes.ts';

export const MOST_NEIGHBOURS = 32;
/** Half-lives in days of what leads do, and of how leads end. */
const DOING = 45;
const ENDING = 240;

/** What a lead does that its neighbours may learn from; `step`: it came further. */
export const DEEDS = ['look', 'step', 'showing', 'offer', 'accepted', 'converted', 'lost'] as const;
export type Deed = (typeof DEEDS)[number];

const COUNTS = ['touches', 'leads', 'showings', 'offers', 'accepted', 'converted', 'lost'] as const;
type Count = (typeof COUNTS)[number];
const AT = Object.fromEntries(COUNTS.map((name, i) => [name, i])) as Record<Count, number>;
const COUNTED: Partial<Record<Deed, Count>> = {
  ...{ showing: 'showings', offer: 'offers', accepted: 'accepted' },
  ...{ converted: 'converted', lost: 'lost' },
};

/**
 * What is read of a node, {@link readNode} order. Rates and shares, no counts: a brokerage of twice the leads is no
 * other market.
 */
export const NODE_INPUTS = [
  ...['crowd', 'taken', 'touchesEach', 'showingsEach', 'offersEach', 'acceptedEach'],
  ...['ended', 'acceptRate', 'convertRate', 'meanStage', 'contractShare', 'known'],
] as const;
export const NODE_WIDTH = NODE_INPUTS.length;

export interface GraphNode {
  /** Latest deed, epoch ms. */
  at: number;
  counts: number[];
  /** The latest leads, and the stage each had when it last touched; oldest first. */
  neighbours: [lead: string, stage: number][];
}

export const emptyNode = (): GraphNode => ({ at: 0, counts: COUNTS.map(() => 0), neighbours: [] });

/** The node after a lead at `stage` did something. Changes nothing. */
export function touchNode(node: GraphNode, lead: string, stage: number, at: number, deed: Deed): GraphNode {
  const counts = faded(node, at);
  const others = node.neighbours.filter(([other]) => other !== lead);
  counts[AT.touches]! += 1;
  if (others.length === node.neighbours.length) counts[AT.leads]! += 1;
  const count = COUNTED[deed];
  if (count) counts[AT[count]]! += 1;
  const neighbours = [...others, [lead, stage] as [string, number]].slice(-MOST_NEIGHBOURS);
  return { at: Math.max(node.at, at), counts, neighbours };
}

/** {@link NODE_INPUTS} of the node as of `at`; all 0 where nobody touched it yet. */
export function readNode(node: GraphNode | undefined, at: number): number[] {
  if (!node || node.neighbours.length === 0) return new Array(NODE_WIDTH).fill(0);
  const counts = faded(node, at);
  const { neighbours } = node;
  const stages = neighbours.reduce((sum, [, stage]) => sum + stage, 0);
  const contracts = neighbours.filter(([, stage]) => stage === STAGE.contract).length;
  const [leads, accepted, ended] = [
    counts[AT.leads]!,
    counts[AT.accepted]!,
    counts[AT.converted]! + counts[AT.lost]!,
  ];
  return [
    filling(leads, 4),
    filling(accepted, 1),
    ...(['touches', 'showings', 'offers', 'accepted'] as const).map(
      (name) => counts[AT[name]]! / (leads + 2),
    ),
    filling(ended, 8),
    shrunken(accepted, counts[AT.offers]!, 0.4),
    shrunken(counts[AT.converted]!, ended, 0.3),
    stages / neighbours.length,
    contracts / neighbours.length,
    1,
  ];
}

/** From 0 to 1; a half at `half`. */
const filling = (count: number, half: number): number => count / (count + half);

/** A share of few, drawn to what is usual by four more cases. */
const shrunken = (part: number, whole: number, usual: number): number => (part + 4 * usual) / (whole + 4);

function faded({ at: from, counts }: GraphNode, at: number): number[] {
  const doing = kept(at - from, DOING);
  const ending = kept(at - from, ENDING);
  return counts.map((count, i) => count * (i >= AT.converted ? ending : doing));
}
