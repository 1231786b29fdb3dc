/** Which rows of a list of equal heights are near the window: only those are rendered. */
import { useLayoutEffect, useState } from 'preact/hooks';

const BEYOND = 8;

/** @returns the first row and the one after the last */
export function useVisibleRange(
  list: { current: HTMLElement | null },
  count: number,
  rowHeight: number,
): [from: number, to: number] {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    let frame = 0;
    const measure = () => {
      frame = 0;
      if (list.current) setTop(Math.floor(-list.current.getBoundingClientRect().top / rowHeight));
    };
    const soon = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    addEventListener('scroll', soon, { passive: true });
    addEventListener('resize', soon);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', soon);
      removeEventListener('resize', soon);
    };
  }, [list, rowHeight]);
  const shown = Math.ceil(innerHeight / rowHeight);
  return [Math.max(0, top - BEYOND), Math.min(count, top + shown + BEYOND)];
}
