/** The 56 behavioural microsegments of the domain; their order is the order of every segment vector. */
import domain from './domain/segments.json' with { type: 'json' };

export type Segment = keyof typeof domain.segments;
export interface SegmentCard {
  group: string;
  description: string;
  signals: string;
  optimization: string;
  conversion_strategy: string;
}
export const SEGMENTS = Object.keys(domain.segments) as Segment[];
export const SEGMENT_CARDS: Readonly<Record<Segment, SegmentCard>> = domain.segments;
export const SEGMENT_INDEX: ReadonlyMap<string, number> = new Map(SEGMENTS.map((id, index) => [id, index]));
