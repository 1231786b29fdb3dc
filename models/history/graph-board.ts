/**
 * The neighbourhood of leads: listings, areas and agents as nodes, each with what the leads that touched it did lately,
 * kept one event at a time. A node remembers at most 32 neighbours. What a lead did is part of its nodes from then on;
 * nothing of later.
 */
import type { LeadEvent } from '../../schemas/lead-event.ts';
import { kept } from './fading.ts';
import { STAGE } from './lead-notes.ts';

export const MOST_NEIGHBOURS = 32;
/** Half-lives in days of what leads do, and of how leads end. */
const DOING = 45;
const ENDING = 240;

const COUNTS = [
  'touches',
  'leads',
  'showings',
  'offers',
  'accepted',
  'replies',
  'converted',
  'lost',
] as const;
type Count = (typeof COUNTS)[number];
const AT = Object.fromEntries(COUNTS.map((name, i) => [name, i])) as Record<Count, number>;
const FIRST_ENDING = AT.converted;

/** What is read of a node, {@link nodeVector} order. */
export const NODE_INPUTS = [
  ...COUNTS,
  'acceptRate',
  'convertRate',
  'replyRate',
  'meanStage',
  'contractShare',
  'known',
] as const;
export const NODE_WIDTH = NODE_INPUTS.length;

export type NodeKind = 'listing' | 'area' | 'agent';

interface GraphNode {
  at: number;
  counts: Float64Array;
  /** The latest neighbours, and the stage each had when it last touched; oldest first. */
  neighbours: Map<number, number>;
}

export class GraphBoard {
  private readonly nodes = new Map<string, GraphNode>();

  /** The leads that touched the node lately, latest last. */
  neighbours(kind: NodeKind, id: string): number[] {
    return [...(this.nodes.get(`${kind}/${id}`)?.neighbours.keys() ?? [])];
  }

  /** A lead at `stage` does something that touches the node. */
  touch(kind: NodeKind, id: string, lead: number, stage: number, at: number, event: LeadEvent): void {
    const node = this.node(kind, id);
    node.counts = faded(node, at);
    node.at = Math.max(node.at, at);
    const { counts, neighbours } = node;
    counts[AT.touches]! += 1;
    if (!neighbours.has(lead)) counts[AT.leads]! += 1;
    neighbours.delete(lead);
    neighbours.set(lead, stage);
    if (neighbours.size > MOST_NEIGHBOURS) neighbours.delete(neighbours.keys().next().value!);
    const count = countedAs(event);
    if (count) counts[AT[count]]! += 1;
  }

  /** {@link NODE_INPUTS} of the node as of `at`, written to `out` from `offset`. An unknown node is all 0. */
  read(kind: NodeKind, id: string, at: number, out: Float64Array, offset: number): void {
    const node = this.nodes.get(`${kind}/${id}`);
    if (!node) return;
    // A reading leaves the node as it is, so that who reads when changes no bit of what others read.
    const counts = faded(node, at);
    const { neighbours } = node;
    let next = offset;
    for (let i = 0; i < COUNTS.length; i++) out[next++] = Math.log1p(counts[i]!);
    out[next++] = shrunken(counts[AT.accepted]!, counts[AT.offers]!, 0.4);
    out[next++] = shrunken(counts[AT.converted]!, counts[AT.converted]! + counts[AT.lost]!, 0.3);
    out[next++] = shrunken(counts[AT.replies]!, counts[AT.touches]!, 0.5);
    let [stages, contracts] = [0, 0];
    for (const stage of neighbours.values()) {
      stages += stage;
      if (stage === STAGE.contract) contracts++;
    }
    out[next++] = stages / neighbours.size;
    out[next++] = contracts / neighbours.size;
    out[next] = 1;
  }

  private node(kind: NodeKind, id: string): GraphNode {
    const key = `${kind}/${id}`;
    let node = this.nodes.get(key);
    if (!node) {
      node = { at: 0, counts: new Float64Array(COUNTS.length), neighbours: new Map() };
      this.nodes.set(key, node);
    }
    return node;
  }
}

/** A share of few, drawn to what is usual by four more cases. */
const shrunken = (part: number, whole: number, usual: number): number => (part + 4 * usual) / (whole + 4);

function faded({ at: from, counts }: GraphNode, at: number): Float64Array {
  const doing = kept(at - from, DOING);
  const ending = kept(at - from, ENDING);
  return counts.map((count, i) => count * (i >= FIRST_ENDING ? ending : doing));
}

function countedAs(event: LeadEvent): Count | undefined {
  if (event.type === 'outcome')
    return event.result === 'converted' ? 'converted' : event.result === 'reopened' ? undefined : 'lost';
  if (event.type === 'message') return event.from === 'lead' ? 'replies' : undefined;
  if (event.type !== 'activity') return undefined;
  if (event.activity === 'showing_attended') return 'showings';
  if (event.activity === 'offer_made') return 'offers';
  return event.activity === 'offer_accepted' ? 'accepted' : undefined;
}
