/** The order of the list: what deserves attention first, but never jumping under a finger. */
import { useEffect, useRef, useState } from 'preact/hooks';

/** Rows change at once; places at most this often, so that the eye can follow. */
const SETTLE_MS = 1500;

/**
 * `before` kept as it is but for what came or went: what is gone leaves, what is new goes last.
 * @param wanted the order things should have
 */
export function keepOrder(before: readonly string[], wanted: readonly string[]): string[] {
  const present = new Set(wanted);
  const kept = before.filter((id) => present.has(id));
  const known = new Set(kept);
  return [...kept, ...wanted.filter((id) => !known.has(id))];
}

/**
 * @param wanted the order as of now
 * @param held asked when a reorder is due: whether the list is being pointed at or typed through
 * @param query what is listed; a new query takes its order at once
 */
export function useHeldOrder(wanted: readonly string[], held: () => boolean, query: string): string[] {
  const order = useRef<string[]>([]);
  const asked = useRef(query);
  const due = useRef(0);
  const [, settle] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => settle((n) => n + 1), SETTLE_MS);
    return () => clearInterval(timer);
  }, []);
  const now = performance.now();
  const fresh = order.current.length === 0 || asked.current !== query;
  if (fresh || (now >= due.current && !held())) {
    order.current = [...wanted];
    due.current = now + SETTLE_MS;
    asked.current = query;
  } else {
    order.current = keepOrder(order.current, wanted);
  }
  return order.current;
}
