/** Ids of bench events carry when they were due, so the last hop can tell how long the whole way took. */

/** @param due {@link nowMicros} of the scheduled instant */
export const benchId = (segment: number, n: number, due: number): string =>
  `b${segment.toString(36)}.${n.toString(36)}.${Math.round(due).toString(36)}`;

/** Member of a frame that has the id: of an insight its event; leads that each raise one alert are named by it. */
export type IdMember = 'event' | 'lead';
const MEMBERS: Record<IdMember, Buffer> = {
  event: Buffer.from('"event":"b'),
  lead: Buffer.from('"lead":"b'),
};

/** Reads the id out of a frame without parsing the frame; null where it holds none of ours. */
export function readBenchId(frame: Buffer, of: IdMember): { segment: number; due: number } | null {
  const start = frame.indexOf(MEMBERS[of]);
  if (start < 0) return null;
  const from = start + MEMBERS[of].length;
  const [segment, , due] = frame.toString('latin1', from, frame.indexOf(0x22, from)).split('.');
  return due === undefined ? null : { segment: Number.parseInt(segment!, 36), due: Number.parseInt(due, 36) };
}
