/** uPlot in a component: sized by its box, coloured by the theme, told of new data without being rebuilt. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { useMedia } from '../hooks.ts';

/** Colours of the theme in force, for what is drawn on canvas. */
export interface Theme {
  ink: string;
  muted: string;
  grid: string;
  accent: string;
  accentSoft: string;
  warn: string;
  surface: string;
  font: string;
}

export type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

interface Props {
  /** What the picture shows, in a sentence: the plot is an image to a screen reader. */
  label: string;
  /** CSS pixels. */
  height: number;
  /** Made anew for each theme; must be the same function on every render. */
  options(theme: Theme): PlotOptions;
  data: uPlot.AlignedData;
}

export function Plot({ label, height, options, data }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const dark = useMedia('(prefers-color-scheme: dark)');
  // `dark` stands for the colours, which are read from the stylesheet.
  const theme = useMemo(readTheme, [dark]);

  useEffect(() => {
    const element = box.current!;
    const made = new uPlot({ ...options(theme), width: element.clientWidth, height }, data, element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [theme, options, height]);
  useEffect(() => plot.current?.setData(data), [data]);

  // The height stands before the plot does, so that nothing jumps when it comes.
  return <div class="plot" ref={box} role="img" aria-label={label} style={{ minHeight: `${height}px` }} />;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: colour('ink'),
    muted: colour('muted'),
    grid: colour('line'),
    accent: colour('accent'),
    accentSoft: colour('accent-soft'),
    warn: colour('warn'),
    surface: colour('surface'),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
  };
}

/** Axis settings all plots share. */
export const axis = ({ muted, grid, font }: Theme, rest: uPlot.Axis): uPlot.Axis => ({
  stroke: muted,
  font,
  grid: { stroke: grid, width: 1 },
  ticks: { show: false },
  ...rest,
});

/** Values of a percent axis. */
export const percentTicks: uPlot.Axis.DynamicValues = (_, splits) =>
  splits.map((value) => `${Math.round(value * 100)}%`);
