/**
 * The neighbourhood of all leads of a history: listings, areas and agents as nodes. What a lead did is part of its
 * nodes from then on; nothing of later.
 */
import { type Deed, emptyNode, type GraphNode, readNode, touchNode } from './graph-node.ts';
import type { NodeKind } from './touches.ts';

export class GraphBoard {
  private readonly nodes = new Map<string, GraphNode>();

  /** The leads that touched the node lately, latest last. */
  neighbours(kind: NodeKind, id: string): number[] {
    return (this.nodes.get(`${kind}/${id}`)?.neighbours ?? []).map(([lead]) => Number(lead));
  }

  /** A lead at `stage` does something that touches the node. */
  touch(kind: NodeKind, id: string, lead: number, stage: number, at: number, deed: Deed): void {
    const key = `${kind}/${id}`;
    this.nodes.set(key, touchNode(this.nodes.get(key) ?? emptyNode(), String(lead), stage, at, deed));
  }

  /** `NODE_INPUTS` of the node as of `at`; all 0 where it is not known. */
  read(kind: NodeKind, id: string, at: number): number[] {
    return readNode(this.nodes.get(`${kind}/${id}`), at);
  }
}
