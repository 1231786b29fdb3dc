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

/**
 * The domain's own copy of a segment's name. A name that was read from a state is a slice of its text, and who keeps
 * the slice keeps the text.
 */
export const segmentNamed = (id: string): string => SEGMENTS[SEGMENT_INDEX.get(id) ?? -1] ?? id;
